package dcm.sandbox.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SnowflakeGenerator;
import dcm.sandbox.store.StateLog;
import dcm.sandbox.store.UploadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command line becomes the nested options of an interaction, or is rejected as by Discord. */
class SlashCommandParserIT {
  @TempDir Path data;
  private final UploadStore uploads = new UploadStore(new SnowflakeGenerator());
  private SlashCommandParser parser;

  @BeforeEach
  void register() throws IOException {
    StateLog stateLog = new StateLog(data);
    GuildStore guildStore = new GuildStore(stateLog);
    stateLog.load();
    guildStore.initialize();
    SandboxGuild guild = guildStore.guild(InitialState.HOUSE).orElseThrow();
    assertThat(guild.channels()).contains(new Channel(InitialState.ALGEMEEN, "algemeen"));
    parser =
        new SlashCommandParser(
            List.of(command()),
            new OptionResolver(guildStore, uploads, "http://127.0.0.1:1", guild),
            "nl");
  }

  private static ObjectNode command() {
    return (ObjectNode)
        SandboxJson.tree(
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
                                    option(11, "photo", false, Map.of()),
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

  private JsonNode parse(Map<String, Object> options) {
    return parser.parse("task set one", SandboxJson.tree(options), null).data();
  }

  private void assertRejected(Map<String, Object> options, String message) {
    assertThatThrownBy(() -> parse(options))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining(message);
  }

  @Test
  void groups_and_sub_commands_nest() {
    JsonNode data = parse(Map.of("title", "bad"));
    assertThat(data.at("/name").asText()).isEqualTo("task");
    assertThat(data.at("/options/0/type").asInt()).isEqualTo(2);
    assertThat(data.at("/options/0/options/0/name").asText()).isEqualTo("one");
    assertThat(data.at("/options/0/options/0/options/0/value").asText()).isEqualTo("bad");
    assertThat(data.has("resolved")).isFalse();
  }

  @Test
  void a_command_is_found_by_its_localised_name() {
    assertThat(parser.parse("/taak set one", SandboxJson.tree(Map.of("title", "x")), null).path())
        .isEqualTo("task set one");
  }

  @Test
  void people_and_channels_are_resolved() {
    JsonNode data = parse(Map.of("title", "x", "who", "@Milan", "where", "schoonmaak"));
    assertThat(data.at("/resolved/users/" + InitialState.MILAN + "/username").asText())
        .isEqualTo("milan");
    assertThat(data.at("/resolved/members/" + InitialState.MILAN + "/roles/0").asText())
        .isEqualTo(InitialState.HUISGENOOT);
    assertThat(data.at("/resolved/channels/" + InitialState.SCHOONMAAK + "/name").asText())
        .isEqualTo("schoonmaak");
    assertThat(data.findValuesAsText("value"))
        .contains(InitialState.MILAN, InitialState.SCHOONMAAK);
  }

  @Test
  void a_file_is_resolved_by_the_id_of_its_upload() {
    var uploaded = uploads.add("bath.jpg", "image/jpeg", new byte[] {1, 2, 3});

    JsonNode data = parse(Map.of("title", "x", "photo", uploaded.id()));

    JsonNode file = data.at("/resolved/attachments/" + uploaded.id());
    assertThat(file.path("size").asInt()).isEqualTo(3);
    assertThat(file.path("url").asText()).isEqualTo("http://127.0.0.1:1" + uploaded.path());
    assertRejected(Map.of("title", "x", "photo", "7"), "attachment");
  }

  @Test
  void values_have_their_types() {
    JsonNode options =
        parse(Map.of("title", "x", "minutes", "30", "often", true, "repeat", "Every week"))
            .at("/options/0/options/0/options");
    assertThat(options.findValues("value"))
        .contains(SandboxJson.tree(30L), SandboxJson.tree(true), SandboxJson.tree("weekly"));
  }

  @Test
  void input_that_discord_would_not_send_is_rejected() {
    assertRejected(Map.of(), "title is required");
    assertRejected(Map.of("title", "too long"), "0 to 5 characters");
    assertRejected(Map.of("title", "x", "minutes", 61), "out of bounds");
    assertRejected(Map.of("title", "x", "minutes", "soon"), "whole number");
    assertRejected(Map.of("title", "x", "repeat", "daily"), "one of: weekly");
    assertRejected(Map.of("title", "x", "who", "Alice"), "no user Alice");
    assertRejected(Map.of("title", "x", "colour", "red"), "no option colour");
    assertThatThrownBy(() -> parser.parse("task set", SandboxJson.object(), null))
        .hasMessageContaining("needs one of: one");
    assertThatThrownBy(() -> parser.parse("row", SandboxJson.object(), null))
        .isInstanceOf(ControlException.class);
  }

  @Test
  void the_focused_option_is_marked_and_the_others_may_be_missing() {
    JsonNode data =
        parser.parse("task set one", SandboxJson.tree(Map.of("who", "Sanne")), "title").data();
    JsonNode title = data.at("/options/0/options/0/options/0");
    assertThat(title.path("focused").asBoolean()).isTrue();
    assertThat(title.path("value").asText("?")).isEmpty();
  }
}
