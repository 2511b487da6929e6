package dcm.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment variables and their descriptions, read from the comments of the configuration
 * files.
 */
public final class EnvironmentVariables {
  private static final Pattern COMMENT = Pattern.compile("\\s*#\\s*(.*)");
  private static final Pattern VARIABLE = Pattern.compile(".*\\$\\{\\?(DCM_\\w+)}.*");

  private EnvironmentVariables() {}

  /**
   * Names in the order of the files, each with the comment above its key; of several keys under one
   * comment, the others have an empty description.
   */
  public static Map<String, String> all() throws IOException {
    var all = new LinkedHashMap<String, String>();
    for (var name : List.of("application.conf", "reference.conf")) {
      // libraries may have files of the same name
      var files = EnvironmentVariables.class.getClassLoader().getResources(name);
      for (var file : Collections.list(files)) {
        try (var reader =
            new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
          read(reader.lines().toList(), all);
        }
      }
    }
    return all;
  }

  private static void read(Iterable<String> lines, Map<String, String> all) {
    var sentence = new ArrayList<String>();
    for (var line : lines) {
      var comment = COMMENT.matcher(line);
      var variable = VARIABLE.matcher(line);
      if (comment.matches()) {
        sentence.add(comment.group(1));
      } else if (variable.matches()) {
        all.putIfAbsent(variable.group(1), String.join(" ", sentence));
        sentence.clear();
      } else if (line.isBlank()) {
        sentence.clear();
      }
    }
  }
}
