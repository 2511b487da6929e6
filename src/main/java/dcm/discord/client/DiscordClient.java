package dcm.discord.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.redis.RestBudget;
import discord4j.common.JacksonResources;
import discord4j.common.ReactorResources;
import discord4j.discordjson.json.InteractionData;
import discord4j.gateway.GatewayReactorResources;
import discord4j.rest.http.ExchangeStrategies;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** The cable to Discord: one set of threads and connections for REST and the gateway. */
public final class DiscordClient {
  /** Enough for the answers of a busy moment while Discord is slow; the library has 16. */
  private static final int MAX_CONNECTIONS = 256;

  private final String token;
  private final ObjectMapper json;
  private final GatewayReactorResources resources;
  private final ConnectionProvider connections;
  private final DiscordRest rest;
  private final DiscordClock clock = new DiscordClock();

  /**
   * @param base for example {@code https://discord.com}; REST lives at {@code /api/v10} beneath
   * @param token the bot's, without "Bot"
   * @param budget what all nodes together may send
   * @param userAgent who we are, for REST and the gateway alike
   */
  public DiscordClient(String base, String token, RestBudget budget, String userAgent) {
    this.token = token;
    this.json = JacksonResources.create().getObjectMapper();
    this.connections =
        ConnectionProvider.builder("discord")
            .maxConnections(MAX_CONNECTIONS)
            .pendingAcquireMaxCount(4 * MAX_CONNECTIONS)
            .build();
    var shared =
        ReactorResources.builder()
            .httpClient(
                HttpClient.create(connections)
                    .compress(true)
                    .followRedirect(true)
                    .secure()
                    // the library names itself; this is the last word before the bytes leave
                    .doOnRequest((request, _) -> request.header("User-Agent", userAgent))
                    .doOnResponse((response, _) -> {
                      clock.onResponse(response.responseHeaders().get("Date"), Instant.now());
                      if (isInvalid(response)) {
                        budget.recordInvalidRequest();
                      }
                    }))
            .timerTaskScheduler(Schedulers.newParallel("discord-timer", 2, true))
            .build();
    this.resources = new GatewayReactorResources(shared);
    this.rest =
        new DiscordRest(
            new RestRouters(base, token, shared, ExchangeStrategies.jackson(json), budget));
  }

  /** What Discord counts before it shuts an address out (docs: topics/rate-limits). */
  private static boolean isInvalid(HttpClientResponse response) {
    return switch (response.status().code()) {
      case 401, 403 -> true;
      case 429 -> !"shared".equals(response.responseHeaders().get("X-RateLimit-Scope"));
      default -> false;
    };
  }

  public DiscordRest rest() {
    return rest;
  }

  /**
   * Connects to the gateway.
   *
   * @param members with the members intent
   * @param entry with the session to resume, or the leave to begin a new one
   * @param listener hears the news on the connection's thread; must not block
   */
  public GatewayConnection connect(
      ShardId shard,
      boolean membersIntent,
      GatewayLogin login,
      BiConsumer<GatewayConnection, GatewayEvent> listener) {
    var connection = new GatewayConnection(token, resources, json, shard, membersIntent, login);
    connection.open(event -> listener.accept(connection, event));
    return connection;
  }

  /**
   * An interaction as Discord sends it by HTTP.
   *
   * @return null for kinds that we never asked for
   * @throws IllegalArgumentException when it cannot be read
   */
  public @Nullable Interaction parseInteraction(JsonNode interaction) {
    try {
      return InteractionMapper.map(json.treeToValue(interaction, InteractionData.class));
    } catch (JsonProcessingException e) {
      // its text may hold the interaction's secret
      throw new IllegalArgumentException(e.getClass().getSimpleName());
    } catch (IllegalStateException | NullPointerException | NoSuchElementException e) {
      // the library's types do not hold what Discord promises to send
      throw new IllegalArgumentException(e.getClass().getSimpleName());
    }
  }

  /**
   * How far our clock is ahead of Discord's: never less than it is, by up to a second more.
   * Negative when it is behind.
   */
  public Duration clockAhead() {
    return clock.ahead();
  }

  /**
   * Asks Discord something when nothing was asked before, so that {@link #clockAhead} knows. Never
   * fails, and takes a second at most.
   */
  public CompletionStage<Void> compareClocks() {
    return clock.isKnown()
        ? CompletableFuture.completedFuture(null)
        : rest.gateway()
            .<Void>handle((_, _) -> null)
            .toCompletableFuture()
            .completeOnTimeout(null, 1, TimeUnit.SECONDS);
  }

  public void close() {
    resources.getTimerTaskScheduler().dispose();
    resources.getPayloadSenderScheduler().dispose();
    connections.dispose();
  }
}
