package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.discord.wire.Interaction;
import dcm.discord.wire.Wire;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes interactions that Discord sends by HTTP, and answers them in the same request (docs:
 * interactions/overview). Behind it is the same desk as behind the gateway.
 */
public final class HttpDoor {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PING = 1;
  private static final String PONG = "{\"type\":1}";

  /** As long as an interaction's token could be of use; also what clocks may differ. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Discord hangs up after three seconds. */
  private static final Duration UNTIL_DEADLINE = Duration.ofMillis(2900);

  private final InteractionKey key;
  private final Wire wire;
  private final Consumer<Interaction> desk;
  private final Callbacks callbacks;
  private final Clock clock;

  /**
   * @param desk takes an interaction and answers it through {@code callbacks}; must not block
   */
  HttpDoor(
      InteractionKey key, Wire wire, Consumer<Interaction> desk, Callbacks callbacks, Clock clock) {
    this.key = key;
    this.wire = wire;
    this.desk = desk;
    this.callbacks = callbacks;
    this.clock = clock;
  }

  /**
   * What is answered to Discord.
   *
   * @param status 200; 401 when Discord did not sign it; 400 when it cannot be read; 202 when there
   *     is no answer to its kind; 503 when there was none in time
   * @param json the body; empty with another status than 200
   */
  public record Answer(int status, String json) {}

  /**
   * Never fails.
   *
   * @param signature the header {@code X-Signature-Ed25519}; null when there is none
   * @param timestamp the header {@code X-Signature-Timestamp}; null when there is none
   * @param body to the byte
   */
  public CompletionStage<Answer> knock(
      @Nullable String signature, @Nullable String timestamp, byte[] body) {
    if (signature == null
        || timestamp == null
        || !isFresh(timestamp)
        || !key.signed(signature, timestamp, body)) {
      return completedFuture(new Answer(401, ""));
    }
    Interaction interaction;
    try {
      JsonNode told = JSON.readTree(body);
      if (!told.isObject()) {
        throw new IllegalArgumentException("not an object");
      }
      if (told.path("type").asInt() == PING) {
        return completedFuture(new Answer(200, PONG));
      }
      interaction = wire.read(told);
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.warn("An interaction could not be read: {}", unreadable.getClass().getSimpleName());
      return completedFuture(new Answer(400, ""));
    }
    return interaction == null ? completedFuture(new Answer(202, "")) : attend(interaction);
  }

  private CompletionStage<Answer> attend(Interaction interaction) {
    var ticket = interaction.ticket();
    var answer =
        callbacks
            .expect(ticket)
            .copy()
            .orTimeout(UNTIL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(callback -> new Answer(200, callback.toString()))
            .exceptionally(_ -> {
              LOG.warn("The {} was not answered in time", ticket);
              return new Answer(503, "");
            })
            .whenComplete((_, _) -> callbacks.forget(ticket));
    desk.accept(interaction);
    return answer;
  }

  /** An old request that somebody kept is not answered again. */
  private boolean isFresh(String timestamp) {
    try {
      var said = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(said, clock.instant()).abs().compareTo(FRESH) <= 0;
    } catch (NumberFormatException | java.time.DateTimeException notATime) {
      return false;
    }
  }
}
