package dcm.discord.interaction;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.Interaction;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives interactions that Discord sends by HTTP and responds in the same request (docs:
 * interactions/overview). They are handled by the same router as those of the gateway.
 */
public final class InteractionsEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(InteractionsEndpoint.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PING = 1;
  private static final String PONG = "{\"type\":1}";

  /** Maximum age of a request, which also covers the difference between clocks. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** Discord closes the request after 3 s. */
  private static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(2900);

  private final InteractionVerifier verifier;
  private final DiscordClient client;
  private final Consumer<Interaction> interactionHandler;
  private final InitialResponses initialResponses;
  private final Clock clock;

  /**
   * @param interactionHandler responds through {@code initialResponses}; must not block
   */
  public InteractionsEndpoint(
      InteractionVerifier verifier,
      DiscordClient client,
      Consumer<Interaction> interactionHandler,
      InitialResponses initialResponses,
      Clock clock) {
    this.verifier = verifier;
    this.client = client;
    this.interactionHandler = interactionHandler;
    this.initialResponses = initialResponses;
    this.clock = clock;
  }

  /**
   * The HTTP response to Discord.
   *
   * @param status 200; 401 for an invalid signature; 400 for a body that cannot be parsed; 202 for
   *     a kind that has no response; 503 when no response was ready in time
   * @param json the body; empty with another status than 200
   */
  public record Response(int status, String json) {}

  /**
   * Handles one request. The stage never fails.
   *
   * @param signature the header {@code X-Signature-Ed25519}; null without it
   * @param timestamp the header {@code X-Signature-Timestamp}; null without it
   * @param body the exact bytes
   */
  public CompletionStage<Response> handle(
      @Nullable String signature, @Nullable String timestamp, byte[] body) {
    if (signature == null
        || timestamp == null
        || !isFresh(timestamp)
        || !verifier.verify(signature, timestamp, body)) {
      return completedFuture(new Response(401, ""));
    }
    Interaction interaction;
    try {
      JsonNode json = JSON.readTree(body);
      if (!json.isObject()) {
        throw new IllegalArgumentException("not an object");
      }
      if (json.path("type").asInt() == PING) {
        return completedFuture(new Response(200, PONG));
      }
      interaction = client.parseInteraction(json);
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.warn("Interaction could not be parsed: {}", unreadable.getClass().getSimpleName());
      return completedFuture(new Response(400, ""));
    }
    return interaction == null ? completedFuture(new Response(202, "")) : respond(interaction);
  }

  private CompletionStage<Response> respond(Interaction interaction) {
    var token = interaction.token();
    var response =
        initialResponses
            .expect(token)
            .copy()
            .orTimeout(RESPONSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(initialResponse -> new Response(200, initialResponse.toString()))
            .exceptionally(_ -> {
              LOG.warn("Response to {} was not ready in time", token);
              return new Response(503, "");
            })
            .whenComplete((_, _) -> initialResponses.discard(token));
    interactionHandler.accept(interaction);
    return response;
  }

  /** Rejects the replay of an old request. */
  private boolean isFresh(String timestamp) {
    try {
      var signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(signedAt, clock.instant()).abs().compareTo(MAX_AGE) <= 0;
    } catch (NumberFormatException | DateTimeException notATime) {
      return false;
    }
  }
}
