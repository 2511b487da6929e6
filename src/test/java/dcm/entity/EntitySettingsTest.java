package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntitySettingsTest {
  private final List<String> problems = new ArrayList<>();

  private EntitySettings withZone(String zone) {
    return EntitySettings.from(
        ConfigFactory.parseString("dcm.entity.default-zone = \"" + zone + "\"")
            .withFallback(ConfigFactory.load()),
        problems);
  }

  @Test
  void an_iana_region_is_accepted_as_default_zone() {
    assertThat(withZone("Europe/Amsterdam").defaultZone()).isEqualTo(ZoneId.of("Europe/Amsterdam"));
    assertThat(withZone("UTC").defaultZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(problems).isEmpty();
  }

  @Test
  void an_invalid_default_zone_is_reported_at_startup() {
    for (var zone : List.of("Amsterdam", "+02:00", "", "CET+1")) {
      problems.clear();
      withZone(zone);
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("DCM_DEFAULT_ZONE is " + zone + ", which is not an IANA time zone");
    }
  }
}
