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

/** Client of Discord: one set of threads and connections for REST and the gateway. */
public final class DiscordClient {
  /** Connections for responses while Discord is slow; the library's default is 16. */
  private static final int MAX_CONNECTIONS = 256;

  private final String token;
  private final ObjectMapper json;
  private final GatewayReactorResources resources;
  private final ConnectionProvider connections;
  private final DiscordRest rest;
  private final DiscordClock clock = new DiscordClock();

  /**
   * @param base for example {@code https://discord.com}; REST is at {@code /api/v10} below
   * @param token the bot's token without "Bot"
   * @param budget the rate limit that all nodes share
   * @param userAgent the User-Agent for REST and the gateway
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
                    // replaces the library's own User-Agent just before the request is sent
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

  /**
   * Whether Discord counts the response towards blocking the address (docs: topics/rate-limits).
   */
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
   * @param membersIntent whether to request the members intent
   * @param login the session to resume, or the permit to begin one
   * @param listener called with events on the connection's thread; must not block
   */
  public GatewayConnection connect(
      ShardId shard,
      boolean membersIntent,
      GatewayConnection.Login login,
      BiConsumer<GatewayConnection, GatewayEvent> listener) {
    var connection = new GatewayConnection(token, resources, json, shard, membersIntent, login);
    connection.open(event -> listener.accept(connection, event));
    return connection;
  }

  /**
   * Parses an interaction that Discord sent by HTTP.
   *
   * @return null for kinds that the bot does not use
   * @throws IllegalArgumentException when it cannot be parsed
   */
  public @Nullable Interaction parseInteraction(JsonNode interaction) {
    try {
      return InteractionMapper.map(json.treeToValue(interaction, InteractionData.class));
    } catch (JsonProcessingException e) {
      // the exception's text may hold the interaction's token
      throw new IllegalArgumentException(e.getClass().getSimpleName());
    } catch (IllegalStateException | NullPointerException | NoSuchElementException e) {
      // a field that Discord documents as required is absent
      throw new IllegalArgumentException(e.getClass().getSimpleName());
    }
  }

  /**
   * How far this node's clock is ahead of Discord's, rounded up by less than a second. Negative
   * when it is behind.
   */
  public Duration clockAhead() {
    return clock.ahead();
  }

  /**
   * Makes a call to Discord when none was made before, so that {@link #clockAhead} is known. Never
   * fails, and takes 1 s at most.
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
