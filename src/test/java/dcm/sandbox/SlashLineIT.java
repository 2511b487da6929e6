package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Guild.Room;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person types becomes the nested options of an interaction, or is refused as Discord would.
 */
class SlashLineIT {
  @TempDir Path data;
  private SlashLine line;

  @BeforeEach
  void register() throws IOException {
    Ledger ledger = new Ledger(data);
    World world = new World(ledger);
    ledger.load();
    world.open();
    Guild house = world.guild(Seed.HOUSE).orElseThrow();
    assertThat(house.channels()).contains(new Room(Seed.ALGEMEEN, "algemeen"));
    line = new SlashLine(List.of(command()), new OptionValues(world, house), "nl");
  }

  private static ObjectNode command() {
    return (ObjectNode)
        Json.tree(
            Map.of(
                "id",
                "5",
                "name",
                "task",
                "name_localizations",
                Map.of("nl", "taak"),
                "description",
                "d",
                "options",
                List.of(
                    Map.of(
                        "type",
                        2,
                        "name",
                        "set",
                        "description",
                        "d",
                        "options",
                        List.of(
                            Map.of(
                                "type",
                                1,
                                "name",
                                "one",
                                "description",
                                "d",
                                "options",
                                List.of(
                                    option(3, "title", true, Map.of("max_length", 5)),
                                    option(6, "who", false, Map.of()),
                                    option(7, "where", false, Map.of()),
                                    option(
                                        4,
                                        "minutes",
                                        false,
                                        Map.of("min_value", 1, "max_value", 60)),
                                    option(5, "often", false, Map.of()),
                                    option(
                                        3,
                                        "repeat",
                                        false,
                                        Map.of(
                                            "choices",
                                            List.of(
                                                Map.of(
                                                    "name",
                                                    "Every week",
                                                    "value",
                                                    "weekly")))))))))));
  }

  private static Map<String, Object> option(
      int type, String name, boolean required, Map<String, Object> more) {
    Map<String, Object> option = new java.util.HashMap<>(more);
    option.putAll(Map.of("type", type, "name", name, "description", "d", "required", required));
    return option;
  }

  private JsonNode typed(Map<String, Object> options) {
    return line.parse("task set one", Json.tree(options), null).data();
  }

  private void refused(Map<String, Object> options, String why) {
    assertThatThrownBy(() -> typed(options))
        .isInstanceOf(ControlError.class)
        .hasMessageContaining(why);
  }

  @Test
  void groups_and_sub_commands_nest() {
    JsonNode data = typed(Map.of("title", "bad"));
    assertThat(data.at("/name").asText()).isEqualTo("task");
    assertThat(data.at("/options/0/type").asInt()).isEqualTo(2);
    assertThat(data.at("/options/0/options/0/name").asText()).isEqualTo("one");
    assertThat(data.at("/options/0/options/0/options/0/value").asText()).isEqualTo("bad");
    assertThat(data.has("resolved")).isFalse();
  }

  @Test
  void a_command_is_known_by_the_name_that_the_person_reads() {
    assertThat(line.parse("/taak set one", Json.tree(Map.of("title", "x")), null).path())
        .isEqualTo("task set one");
  }

  @Test
  void people_and_channels_are_resolved() {
    JsonNode data = typed(Map.of("title", "x", "who", "@Milan", "where", "schoonmaak"));
    assertThat(data.at("/resolved/users/" + Seed.MILAN + "/username").asText()).isEqualTo("milan");
    assertThat(data.at("/resolved/members/" + Seed.MILAN + "/roles/0").asText())
        .isEqualTo(Seed.HUISGENOOT);
    assertThat(data.at("/resolved/channels/" + Seed.SCHOONMAAK + "/name").asText())
        .isEqualTo("schoonmaak");
    assertThat(data.findValuesAsText("value")).contains(Seed.MILAN, Seed.SCHOONMAAK);
  }

  @Test
  void values_have_their_types() {
    JsonNode options =
        typed(Map.of("title", "x", "minutes", "30", "often", true, "repeat", "Every week"))
            .at("/options/0/options/0/options");
    assertThat(options.findValues("value"))
        .contains(Json.tree(30L), Json.tree(true), Json.tree("weekly"));
  }

  @Test
  void what_discord_would_not_send_is_refused() {
    refused(Map.of(), "title is required");
    refused(Map.of("title", "too long"), "0 to 5 characters");
    refused(Map.of("title", "x", "minutes", 61), "out of bounds");
    refused(Map.of("title", "x", "minutes", "soon"), "whole number");
    refused(Map.of("title", "x", "repeat", "daily"), "one of: weekly");
    refused(Map.of("title", "x", "who", "Alice"), "no user Alice");
    refused(Map.of("title", "x", "colour", "red"), "no option colour");
    assertThatThrownBy(() -> line.parse("task set", Json.object(), null))
        .hasMessageContaining("needs one of: one");
    assertThatThrownBy(() -> line.parse("row", Json.object(), null))
        .isInstanceOf(ControlError.class);
  }

  @Test
  void an_option_being_typed_is_marked_and_the_rest_may_be_missing() {
    JsonNode data = line.parse("task set one", Json.tree(Map.of("who", "Sanne")), "title").data();
    JsonNode title = data.at("/options/0/options/0/options/0");
    assertThat(title.path("focused").asBoolean()).isTrue();
    assertThat(title.path("value").asText("?")).isEmpty();
  }
}
