package dcm.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration from environment variables, with {@code application.conf} and {@code
 * reference.conf} as fallback.
 */
public final class Environment {
  private static final String PREFIX = "DCM_";
  private static final String FILE_SUFFIX = "_FILE";

  private Environment() {}

  /**
   * The configuration of this process, with its environment variables.
   *
   * @throws InvalidSettingsException with all problems together
   */
  public static Config configuration() throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    var config = read(System.getenv(), problems);
    if (problems.isEmpty()) {
      EmbeddedServices.check(config, problems);
    }
    InvalidSettingsException.throwIfAny(problems);
    return config;
  }

  /**
   * Reads every {@code DCM_X}, and every {@code DCM_X_FILE} as {@code DCM_X} with the file's
   * content, without the line break at its end.
   *
   * @param problems receives a sentence for each unreadable file and each value that is set twice
   */
  public static Config read(Map<String, String> environment, List<String> problems) {
    var values = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !name.endsWith(FILE_SUFFIX) && !value.isBlank()) {
        values.put(name, value.strip());
      }
    });
    environment.forEach((name, file) -> {
      if (name.startsWith(PREFIX) && name.endsWith(FILE_SUFFIX) && !file.isBlank()) {
        var target = name.substring(0, name.length() - FILE_SUFFIX.length());
        if (values.containsKey(target)) {
          problems.add(target + " and " + name + " are both set: keep one of them");
          return;
        }
        try {
          values.put(target, Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
          problems.add(name + ": the file " + file + " cannot be read");
        }
      }
    });
    // substitutions use these values before the process's environment
    return unresolved(values).resolve();
  }

  /** The configuration from these variables alone, without the process's environment. */
  public static Config only(Map<String, String> variables) {
    return unresolved(variables).resolve(ConfigResolveOptions.noSystem());
  }

  private static Config unresolved(Map<String, String> variables) {
    return ConfigFactory.defaultOverrides()
        .withFallback(ConfigFactory.parseMap(variables, "environment variables"))
        .withFallback(ConfigFactory.defaultApplication())
        .withFallback(ConfigFactory.defaultReferenceUnresolved());
  }
}
