package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All settings are validated, and all problems are reported together. */
class SandboxSettingsTest {
  private final List<String> errors = new ArrayList<>();

  private SandboxSettings read(String more) {
    return SandboxSettings.of(
        ConfigFactory.parseString(more).withFallback(ConfigFactory.defaultReference()).resolve(),
        errors);
  }

  @Test
  void off_disables_the_sandbox() {
    assertThat(read("dcm.sandbox.port = off").enabled()).isFalse();
    assertThat(read("dcm.sandbox.port = 0").enabled()).isTrue();
    assertThat(errors).isEmpty();
  }

  @Test
  void all_errors_are_reported_together() {
    read("dcm.sandbox { port = many, messages-per-5s = 0, openapi = /no/such/file }");
    assertThat(errors).hasSize(3).anyMatch(e -> e.contains("many"));
    errors.clear();
    read("dcm.sandbox.port = 70000");
    assertThat(errors).singleElement().asString().contains("70000");
  }
}
