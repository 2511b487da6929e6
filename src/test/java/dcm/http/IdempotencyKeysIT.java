package dcm.http;

import static dcm.http.House.ANNA;
import static dcm.http.House.DUTCH;
import static dcm.http.House.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dcm.LongRun;
import dcm.guild.CommandId;
import dcm.guild.GuildReply;
import dcm.guild.MemberCommand;
import dcm.guild.Request;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An Idempotency-Key is kept for a day, however much the guild does meanwhile. */
class IdempotencyKeysIT {
  private static final int COMMANDS = 10_050;
  private static final String BODY = "{\"title\":\"once and only once\"}";
  private static House house;

  @BeforeAll
  static void open() {
    // a minute or two; ProcessedCommandsTest shows the same without PostgreSQL
    assumeTrue(LongRun.or(true, false));
    house = new House("dcm.entity.idle = 3s");
  }

  @AfterAll
  static void close() {
    if (house != null) {
      house.close();
    }
  }

  @Test
  void a_key_is_known_after_ten_thousand_commands_and_after_the_guild_was_recovered()
      throws Exception {
    var anna = house.token(DUTCH, ANNA);
    var first = create(anna, BODY);
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    int before = total(anna);

    manyCommands();

    isTheStoredAnswer(create(anna, BODY), first);
    var other = create(anna, "{\"title\":\"another\"}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asText()).isEqualTo("/problems/key-reused");
    assertThat(total(anna)).isEqualTo(before);

    untilNoGuildIsInMemory();

    isTheStoredAnswer(create(anna, BODY), first);
    assertThat(create(anna, "{\"title\":\"another\"}").status()).isEqualTo(422);
    assertThat(total(anna)).isEqualTo(before);
    // and one that never was is carried out
    var fresh =
        house.send("POST", in(DUTCH, "/tasks"), anna, BODY, "Idempotency-Key", "another-key");
    assertThat(fresh.status()).isEqualTo(201);
    assertThat(total(anna)).isEqualTo(before + 1);
  }

  private static void isTheStoredAnswer(House.Reply again, House.Reply first) {
    assertThat(again.status()).as(again.toString()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
  }

  private static House.Reply create(String token, String body) {
    return house.send(
        "POST", in(DUTCH, "/tasks"), token, body, "Idempotency-Key", "the-first-of-many");
  }

  private static int total(String token) {
    return house.send("GET", in(DUTCH, "/tasks?limit=1"), token, null).json().get("total").asInt();
  }

  /** Each changes something, so that each is remembered; a hundred wait for the guild at a time. */
  private static void manyCommands() {
    var caller = house.witnessed(DUTCH, ANNA);
    var underWay = new ArrayDeque<CompletionStage<GuildReply>>();
    for (int i = 0; i < COMMANDS; i++) {
      var zone = ZoneId.of(i % 2 == 0 ? "Europe/London" : "Europe/Paris");
      underWay.add(
          house.guilds.decide(
              new Request(
                  DUTCH,
                  new CommandId(Ids.next()),
                  "f",
                  Instant.now(),
                  caller,
                  new MemberCommand.EditProfile(ANNA, zone, null))));
      if (underWay.size() == 100) {
        assertThat(House.now(underWay.remove())).isInstanceOf(GuildReply.Done.class);
      }
    }
    underWay.forEach(reply -> assertThat(House.now(reply)).isInstanceOf(GuildReply.Done.class));
  }

  private static void untilNoGuildIsInMemory() {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> registry.get("dcm.guilds.awake").gauge().value() == 0);
    } finally {
      Metrics.removeRegistry(registry);
    }
  }
}
