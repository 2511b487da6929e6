package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state table of a family of refresh tokens. Token 0 is the first, token n + 1 the successor of
 * token n. Time passes by backdating the spent tokens.
 */
class RefreshRotationIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOKENS = 16;
  private static TestRedis redis;
  private static BrowserSessionStore store;

  private List<OpaqueToken> tokens;
  private BrowserSessionStore.Session session;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
    store = new BrowserSessionStore(redis.client(), Clock.systemUTC());
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  @BeforeEach
  void begin() {
    tokens = Stream.generate(OpaqueToken::generate).limit(TOKENS).toList();
    var startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    session =
        new BrowserSessionStore.Session(
            BrowserSessionStore.newId(),
            42,
            "Sanne",
            null,
            "sealed",
            startedAt,
            startedAt.plusSeconds(3600));
    now(store.create(session, tokens.getFirst()));
  }

  /** Each step is a presented token with its result, or seconds that pass. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "each token is good once         | 0 rotated, 1 rotated, 2 rotated",
        "the answer was lost             | 0 rotated, 0 repeated, 1 rotated",
        "it was lost several times       | 0 rotated, 0 repeated, +10, 0 repeated, 1 rotated",
        "lost, almost too long ago       | 0 rotated, +26, 0 repeated, 1 rotated",
        "asking again prolongs nothing   | 0 rotated, +20, 0 repeated, +20, 0 reused, 1 unknown",
        "lost, too long ago              | 0 rotated, +31, 0 reused, 1 unknown",
        "the successor was used          | 0 rotated, 1 rotated, 0 reused-soon, 2 unknown",
        "it was used after a repetition  | 0 rotated, 0 repeated, 1 rotated, 0 reused-soon",
        "both hold the successor         | 0 rotated, 0 repeated, 1 rotated, 1 repeated, 2 rotated",
        "a copy comes up later           | 0 rotated, 1 rotated, +600, 0 reused, 2 unknown",
        "two behind                      | 0 rotated, 1 rotated, 2 rotated, 0 reused-soon",
        "nothing comes back to life      | 0 rotated, +31, 0 reused, 0 unknown, 1 unknown",
        "unknown token                   | 5 unknown, 0 rotated"
      })
  void presenting_tokens_follows_the_table(String name, String steps) {
    for (var step : steps.split(", ", -1)) {
      if (step.startsWith("+")) {
        timePasses(Duration.ofSeconds(Long.parseLong(step.substring(1))));
      } else {
        var expected = step.split(" ", 2);
        assertThat(present(Integer.parseInt(expected[0])))
            .as("%s: %s", steps, step)
            .isEqualTo(expected[1]);
      }
    }
  }

  @Test
  void random_sequences_follow_the_table() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (int family = 0; family < 60; family++) {
      begin();
      var table = new DecisionTable();
      var steps = new ArrayList<String>();
      for (int step = 0; step < 14; step++) {
        int token = Math.max(0, table.current - random.nextInt(3));
        switch (random.nextInt(4)) {
          case 0 -> {
            // never a sum near 30: real time passes during the test
            var seconds = List.of(4, 12, 48).get(random.nextInt(3));
            steps.add("+" + seconds);
            timePasses(Duration.ofSeconds(seconds));
            table.pass(seconds);
          }
          case 1 -> {
            steps.add("look " + token);
            assertThat(now(store.find(tokens.get(token))) != null)
                .as("seed %d, %s", seed, steps)
                .isEqualTo(table.find(token));
          }
          default -> {
            steps.add("present " + token);
            assertThat(present(token))
                .as("seed %d, %s", seed, steps)
                .isEqualTo(table.present(token));
          }
        }
        assertThat(now(store.findById(session.id())) != null)
            .as("seed %d, %s", seed, steps)
            .isEqualTo(table.alive);
      }
    }
  }

  /** A model of the table, without Redis. */
  private static final class DecisionTable {
    private final List<Integer> spentBefore = new ArrayList<>();
    private boolean alive = true;
    private int current;

    void pass(int seconds) {
      spentBefore.replaceAll(age -> age + seconds);
    }

    boolean find(int token) {
      return alive && (token == current || spentBefore.get(token) < 30);
    }

    String present(int token) {
      if (!alive) {
        return "unknown";
      }
      if (token == current) {
        spentBefore.add(0);
        current++;
        return "rotated";
      }
      boolean withinGracePeriod = spentBefore.get(token) < 30;
      if (withinGracePeriod && token == current - 1) {
        return "repeated";
      }
      alive = false;
      return withinGracePeriod ? "reused-soon" : "reused";
    }
  }

  private String present(int token) {
    return switch (now(store.rotate(tokens.get(token), tokens.get(token + 1)))) {
      case BrowserSessionStore.Rotation.Rotated(var same) when same.equals(session) -> "rotated";
      case BrowserSessionStore.Rotation.Repeated(var same) when same.equals(session) -> "repeated";
      case BrowserSessionStore.Rotation.Reused(var ended, var withinGracePeriod)
          when ended.equals(session) ->
          withinGracePeriod ? "reused-soon" : "reused";
      case BrowserSessionStore.Rotation.Unknown() -> "unknown";
      case BrowserSessionStore.Rotation other -> other.toString();
    };
  }

  private void timePasses(Duration time) {
    for (var token : tokens) {
      var key = "refresh:" + token.hash();
      var row = TestRedis.value(redis.client(), key);
      if (row != null) {
        now(
            redis
                .client()
                .call(c ->
                    c.<String>getBucket(key)
                        .setAsync(older(row, time), Duration.ofMillis(redis.ttlMillis(key)))));
      }
    }
  }

  private static String older(String row, Duration time) {
    try {
      var token = (ObjectNode) JSON.readTree(row);
      if (token.has("spent")) {
        token.put("spent", token.get("spent").asLong() - time.toMillis());
      }
      return token.toString();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
