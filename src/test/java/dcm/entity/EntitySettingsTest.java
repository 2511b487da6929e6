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
  void a_region_of_iana_is_the_zone_of_new_guilds() {
    assertThat(withZone("Europe/Amsterdam").defaultZone()).isEqualTo(ZoneId.of("Europe/Amsterdam"));
    assertThat(withZone("UTC").defaultZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(problems).isEmpty();
  }

  @Test
  void what_is_no_region_is_said_at_start() {
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
