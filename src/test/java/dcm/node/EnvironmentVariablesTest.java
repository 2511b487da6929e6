package dcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {
  private static final Pattern NAME = Pattern.compile("`(DCM_[A-Z_]+)`");

  @Test
  void every_variable_in_the_readme_is_described_in_the_configuration() throws IOException {
    var named =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.startsWith("| `DCM_"))
            .flatMap(line -> NAME.matcher(line.substring(0, line.indexOf('|', 1))).results())
            .map(name -> name.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(EnvironmentVariables.all()).containsKeys(named.toArray(String[]::new));
  }

  @Test
  void the_help_of_node_lists_all_variables() throws IOException {
    var printed = new StringWriter();
    var code = Main.commandLine().setOut(new PrintWriter(printed)).execute("node", "--help");
    assertThat(code).isZero();
    assertThat(printed.toString())
        .contains(EnvironmentVariables.all().keySet())
        .contains("Roles of this node: gateway");
  }
}
