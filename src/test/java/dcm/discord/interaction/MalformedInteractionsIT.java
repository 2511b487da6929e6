package dcm.discord.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.LongRun;
import dcm.sandbox.store.InitialState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every malformed interaction yields 400 or an error message, never an internal error. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedInteractionsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long EPOCH_MILLIS = 1_420_070_400_000L;
  private static final String INTERNAL_ERROR_TEXT = "Er ging bij ons iets mis";

  /** Replacements of each value, in turn. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"0\"",
          "\"-1\"",
          "\"9999999999999999999\"",
          "\"1e300\"",
          "\"" + "y".repeat(6000) + "\"",
          "0",
          "-1",
          "1e300",
          "9999999999999999999",
          "true",
          "[]",
          "{}",
          "[null]",
          "{\"a\":1}");

  /** Number of replacements per value; the choice rotates. */
  private static final int VALUES_PER_FIELD = LongRun.or(VALUES.size(), 4);

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final AtomicLong lastId = new AtomicLong();
  private BotTestKit kit;
  private InteractionsEndpoint interactionsEndpoint;
  private KeyPair keys;

  @BeforeAll
  void open(@TempDir Path data) throws Exception {
    kit = new BotTestKit(data);
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var raw = keys.getPublic().getEncoded();
    var initialResponses = new InitialResponses(kit.rest());
    interactionsEndpoint =
        new InteractionsEndpoint(
            InteractionVerifier.of(HexFormat.of().formatHex(raw, raw.length - 32, raw.length)),
            kit.client(),
            kit.interactionRouter(initialResponses)::accept,
            initialResponses,
            Clock.systemUTC());
    kit.command(InitialState.SANNE, "nl", "task create", java.util.Map.of("title", "Ramen"));
    ((Logger) LoggerFactory.getLogger(InteractionRouter.class.getPackageName()))
        .addAppender(logged);
    logged.start();
  }

  @AfterEach
  void nothing_failed() {
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .isEmpty();
  }

  @AfterAll
  void close() {
    ((Logger) LoggerFactory.getLogger(InteractionRouter.class.getPackageName()))
        .detachAppender(logged);
    kit.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{}",
        "{",
        "{\"type\":2}",
        "{\"type\":\"2\",\"id\":\"0\"}",
        "{\"type\":1e300}"
      })
  void what_is_signed_but_no_interaction_is_400(String body) throws Exception {
    assertThat(post(body).status()).isEqualTo(400);
  }

  @Test
  void a_guild_0_is_400() throws Exception {
    var json = command("task list");
    json.put("guild_id", "0");
    assertThat(post(json.toString()).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task create | title=x;turns=9999999999999999999          | Ik weet niet wie",
        "task create | title=x;turns=<@9999999999999999999>       | Ik weet niet wie",
        "task create | title=x;minutes=abc                        | optie minutes",
        "task create | title=x;minutes=1e300                      | optie minutes",
        "task create | title=x;who=abc                            | optie who",
        "task create | repeat=none                                | optie title",
        "task create | title=x;repeat=weekly;every=zero           | optie every",
        "permissions grant | role=x;permission=AUDIT_VIEW         | optie role",
        "permissions grant | role=1;permission=FLY                | optie permission",
        "settings | channel=x                                     | optie channel",
        "task show | due=x                                        | optie task",
      })
  void an_option_of_another_type_is_answered_with_an_error_message(
      String command, String options, String text) throws Exception {
    var json = command(command);
    for (var option : options.strip().split(";", -1)) {
      option(json, option);
    }
    assertThat(post(json.toString()).json()).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t1:done:GUILD:AAAAAAAAAAAAAAAAAAAAAA:1:",
        "t1:edit:GUILD:AAAAAAAAAAAAAAAAAAAAAA:1:",
        "t1:edit:GUILD:AAAAAAAAAAAAAAAAAAAAAA:1:tomorrow",
        "t1:edit:GUILD:AAAAAAAAAAAAAAAAAAAAAA:1:9999999999999999999999999",
        "t1:edit:GUILD:AAAAAAAAAAAAAAAAAAAAAA:1:-5",
        "t1:edit:1:AAAAAAAAAAAAAAAAAAAAAA:1:5",
        "l1:active:::0:",
        "poll:7",
        ""
      })
  void an_unknown_modal_is_answered_with_an_error_message(String customId) throws Exception {
    var json = base(5);
    var data =
        json.putObject("data").put("custom_id", customId.replace("GUILD", InitialState.HOUSE));
    data.putArray("components");
    assertThat(post(json.toString()).json()).contains("Deze knop is van vroeger");
  }

  /** Replaces or omits each value of each interaction. */
  @Test
  void a_mutated_interaction_ends_in_400_or_in_an_error_message() throws Exception {
    int attempts = 0;
    int first = 0;
    for (var whole : interactions()) {
      for (var pointer : pointers(whole)) {
        for (int i = 0; i < VALUES_PER_FIELD; i++) {
          var value = VALUES.get((first + i) % VALUES.size());
          attempts += attempt(whole, pointer, JSON.readTree(value));
        }
        attempts += attempt(whole, pointer, null);
        first += 5;
      }
    }
    assertThat(attempts).isGreaterThan(500);
  }

  private int attempt(ObjectNode whole, JsonPointer pointer, JsonNode value) throws Exception {
    var copy = whole.deepCopy();
    renewId(copy);
    var parent = copy.at(pointer.head());
    var name = pointer.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      if (value == null) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    } else if (parent instanceof ArrayNode array) {
      array.set(pointer.last().getMatchingIndex(), value);
    }
    var answer = post(copy.toString());
    assertThat(answer.status()).as("%s = %s", pointer, value).isIn(200, 202, 400);
    assertThat(answer.json()).as("%s = %s", pointer, value).doesNotContain(INTERNAL_ERROR_TEXT);
    return 1;
  }

  private List<ObjectNode> interactions() {
    var create = command("task create");
    for (var option :
        List.of(
            "title=Ramen",
            "due=morgen 10:00",
            "repeat=weekly",
            "every=2",
            "days=ma",
            "minutes=5",
            "priority=HIGH",
            "category=keuken",
            "turns=iedereen",
            "description=x")) {
      option(create, option);
    }
    var settings = command("settings");
    for (var option :
        List.of(
            "zone=Europe/Amsterdam",
            "language=nl",
            "reminders=2h",
            "escalation=3h",
            "channel=" + InitialState.ALGEMEEN)) {
      option(settings, option);
    }
    var grant = command("permissions grant");
    option(grant, "role", InitialState.SCHOONMAAKBAAS);
    option(grant, "permission", "AUDIT_VIEW");
    var click = base(3);
    click
        .putObject("data")
        .put("component_type", 2)
        .put("custom_id", "t1:snooze-for:" + InitialState.HOUSE + ":AAAAAAAAAAAAAAAAAAAAAA:1:1h");
    var page = base(3);
    page.putObject("data").put("component_type", 2).put("custom_id", "l1:active:::99999:x");
    var modal = base(5);
    var row =
        modal
            .putObject("data")
            .put("custom_id", "t1:edit:" + InitialState.HOUSE + ":AAAAAAAAAAAAAAAAAAAAAA:1:5")
            .putArray("components")
            .addObject()
            .put("type", 1)
            .putArray("components");
    row.addObject().put("type", 4).put("custom_id", "title").put("value", "x");
    return List.of(create, settings, grant, click, page, modal);
  }

  private static List<JsonPointer> pointers(JsonNode whole) {
    var found = new ArrayList<JsonPointer>();
    gather(whole, JsonPointer.empty(), found);
    return found;
  }

  private static void gather(JsonNode node, JsonPointer at, List<JsonPointer> found) {
    if (!at.matches()) {
      found.add(at);
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> gather(e.getValue(), at.appendProperty(e.getKey()), found));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        gather(array.get(i), at.appendIndex(i), found);
      }
    }
  }

  private ObjectNode command(String command) {
    var path = command.strip().split(" ", -1);
    var json = base(2);
    var data = json.putObject("data").put("id", "77").put("name", path[0]).put("type", 1);
    var options = data.putArray("options");
    if (path.length > 1) {
      options.addObject().put("type", 1).put("name", path[1]).putArray("options");
    }
    return json;
  }

  /**
   * @param typed {@code name=value}
   */
  private static void option(ObjectNode json, String typed) {
    int at = typed.indexOf('=');
    option(json, typed.substring(0, at), typed.substring(at + 1));
  }

  private static void option(ObjectNode json, String name, String value) {
    var options = json.withArray("/data/options");
    if (options.at("/0/options").isArray()) {
      options = (ArrayNode) options.at("/0/options");
    }
    options.addObject().put("name", name).put("type", 3).put("value", value);
  }

  private ObjectNode base(int type) {
    var json =
        JSON.createObjectNode()
            .put("id", "1")
            .put("application_id", InitialState.APPLICATION)
            .put("type", type)
            .put("token", "secret")
            .put("version", 1)
            .put("guild_id", InitialState.HOUSE)
            .put("channel_id", InitialState.ALGEMEEN)
            .put("locale", "nl")
            .put("guild_locale", "nl");
    json.putArray("entitlements");
    var member =
        json.putObject("member")
            .put("permissions", "8")
            .put("joined_at", "2024-09-01T09:00:00.000000+00:00")
            .put("deaf", false)
            .put("mute", false)
            .put("flags", 0);
    member.putArray("roles").add(InitialState.HUISGENOOT);
    member
        .putObject("user")
        .put("id", InitialState.SANNE)
        .put("username", "sanne")
        .put("discriminator", "0")
        .putNull("avatar")
        .putNull("global_name");
    renewId(json);
    return json;
  }

  /** A snowflake of now, and a user who has not reached the rate limit. */
  private void renewId(ObjectNode json) {
    long now = (System.currentTimeMillis() - EPOCH_MILLIS) << 22;
    json.put("id", Long.toString(lastId.updateAndGet(before -> Math.max(before + 1, now))));
  }

  private InteractionsEndpoint.Response post(String body) throws Exception {
    kit.resetRateLimits();
    var timestamp = Long.toString(Instant.now().getEpochSecond());
    var signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update(timestamp.getBytes(StandardCharsets.UTF_8));
    signer.update(body.getBytes(StandardCharsets.UTF_8));
    return BotTestKit.join(
        interactionsEndpoint.handle(
            HexFormat.of().formatHex(signer.sign()),
            timestamp,
            body.getBytes(StandardCharsets.UTF_8)));
  }
}
