package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.Seed;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BotXIT {
  private LocalHouse house;

  @BeforeAll
  void open(@TempDir Path data) {
    house = new LocalHouse(data);
  }

  @AfterEach
  void calm() {
    house.control("DELETE", "/faults", null);
  }

  @AfterAll
  void close() {
    house.close();
  }

  @Test
  void the_bathroom_every_saturday_in_turns_goes_from_member_to_member() {
    var created =
        house.command(
            Seed.SANNE,
            "en-US",
            "task create",
            Map.of(
                "title",
                "bathroom",
                "repeat",
                "weekly",
                "due",
                "saturday 11:00",
                "turns",
                "everyone"));
    System.out.println(created.toPrettyString());
    assertThat(text(created)).contains("bathroom", "Whose turn", "every week on Saturday");
  }

  private static String text(JsonNode seen) {
    return seen.toString();
  }
}
