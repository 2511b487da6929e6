package dcm.discord.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.guild.value.GuildId;
import discord4j.common.close.CloseException;
import discord4j.common.retry.ReconnectOptions;
import discord4j.discordjson.json.gateway.Dispatch;
import discord4j.discordjson.json.gateway.Ready;
import discord4j.discordjson.json.gateway.RequestGuildMembers;
import discord4j.gateway.DefaultGatewayClient;
import discord4j.gateway.GatewayClient;
import discord4j.gateway.GatewayObserver;
import discord4j.gateway.GatewayOptions;
import discord4j.gateway.GatewayReactorResources;
import discord4j.gateway.IdentifyOptions;
import discord4j.gateway.SessionInfo;
import discord4j.gateway.intent.Intent;
import discord4j.gateway.intent.IntentSet;
import discord4j.gateway.json.ShardGatewayPayload;
import discord4j.gateway.payload.JacksonPayloadReader;
import discord4j.gateway.payload.JacksonPayloadWriter;
import discord4j.gateway.retry.InvalidSessionException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * One connection to the gateway, from login to its end. It never reconnects: its owner is told of
 * the end and decides.
 */
public final class GatewayConnection {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayConnection.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final String QUERY = "/?compress=zlib-stream&encoding=json&v=10";

  /** How a connection logs in. */
  public sealed interface Login {
    /** The address to connect to, for example {@code wss://gateway.discord.gg}. */
    String url();

    /** Resumes a session. It never sends IDENTIFY. */
    record Resume(ResumableSession session) implements Login {
      @Override
      public String url() {
        return session.resumeUrl();
      }
    }

    /**
     * Begins a session.
     *
     * @param permit asked just before IDENTIFY is sent: false, or a failure, ends the connection
     *     instead
     */
    record Identify(String url, Supplier<CompletionStage<Boolean>> permit) implements Login {}
  }

  /**
   * A gateway session that this or another connection may resume.
   *
   * @param id Discord's session id
   * @param sequence the last event that arrived
   * @param resumeUrl the address at which Discord wants it resumed
   */
  public record ResumableSession(String id, int sequence, String resumeUrl) {}

  /**
   * The end of a connection.
   *
   * @param session the session to resume; null when only a new IDENTIFY helps
   * @param closeCode Discord's close code, 0 without one
   * @param reason text for the log
   */
  public record Disconnect(@Nullable ResumableSession session, int closeCode, String reason) {
    private static final int AUTHENTICATION_FAILED = 4004;
    private static final int DISALLOWED_INTENTS = 4014;

    /** The token is invalid: another attempt with it cannot succeed. */
    public boolean isTokenRejected() {
      return closeCode == AUTHENTICATION_FAILED;
    }

    /** The members intent is not enabled in Discord's developer portal. */
    public boolean isIntentRejected() {
      return closeCode == DISALLOWED_INTENTS;
    }
  }

  private final GatewayClient client;
  private final CompletableFuture<Disconnect> disconnected = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final ShardId shard;
  private volatile String resumeUrl;
  private volatile @Nullable Disposable execution;
  private volatile @Nullable Channel channel;
  private volatile boolean aborted;

  GatewayConnection(
      String token,
      GatewayReactorResources resources,
      ObjectMapper json,
      ShardId shard,
      boolean membersIntent,
      Login login) {
    this.shard = shard;
    var resume = login instanceof Login.Resume(ResumableSession session) ? session : null;
    this.resumeUrl = login.url();
    var intents =
        membersIntent
            ? IntentSet.of(Intent.GUILDS, Intent.GUILD_MEMBERS)
            : IntentSet.of(Intent.GUILDS);
    var identify =
        IdentifyOptions.builder(shard.id(), shard.count())
            .intents(intents)
            .resumeSession(
                resume == null ? null : SessionInfo.create(resume.id(), resume.sequence()))
            .build();
    // one retry means none: the library counts the first connection as an attempt
    var reconnect = ReconnectOptions.builder().setMaxRetries(1).build();
    this.client =
        new DefaultGatewayClient(
            new GatewayOptions(
                token,
                withConnectionListener(resources),
                new JacksonPayloadReader(json),
                new JacksonPayloadWriter(json),
                reconnect,
                identify,
                GatewayObserver.NOOP_LISTENER,
                frames -> Flux.from(frames).concatMap(frame -> identify(login, frame)),
                1));
  }

  /** The shared threads and settings, with a listener on this connection's own TCP channel. */
  private GatewayReactorResources withConnectionListener(GatewayReactorResources shared) {
    return new GatewayReactorResources(
        shared.getHttpClient().doOnConnected(this::onConnected),
        shared.getTimerTaskScheduler(),
        shared.getBlockingTaskScheduler(),
        shared.getPayloadSenderScheduler());
  }

  private void onConnected(Connection connection) {
    channel = connection.channel();
    if (aborted) {
      connection.dispose();
    }
  }

  /** Called with every IDENTIFY frame just before it is sent. */
  private Mono<ByteBuf> identify(Login login, ByteBuf frame) {
    if (!(login instanceof Login.Identify identify)) {
      return rejectIdentify(frame);
    }
    return Mono.fromCompletionStage(identify.permit())
        .onErrorReturn(false)
        .flatMap(granted -> granted ? Mono.just(frame) : rejectIdentify(frame));
  }

  private Mono<ByteBuf> rejectIdentify(ByteBuf frame) {
    frame.release();
    disconnected.complete(new Disconnect(null, 0, "no permit to identify"));
    abort();
    return Mono.empty();
  }

  /**
   * Connects, and passes events to the listener until the end. The listener is called on the
   * connection's own thread and must not block.
   */
  void open(Consumer<GatewayEvent> listener) {
    var dispatchSubscription =
        client
            .dispatch()
            .doOnNext(dispatch -> {
              if (dispatch instanceof Ready ready) {
                resumeUrl = ready.resumeGatewayUrl();
              }
            })
            .concatMapIterable(GatewayConnection::mapDispatch)
            .subscribe(listener);
    execution =
        client
            .execute(resumeUrl + QUERY)
            .doFinally(_ -> dispatchSubscription.dispose())
            .subscribe(
                _ -> {},
                failure -> disconnected.complete(disconnect(failure)),
                () -> disconnected.complete(new Disconnect(null, 0, "closed by this node")));
  }

  /** Skips an event that cannot be parsed, so that the next events are still delivered. */
  private static List<GatewayEvent> mapDispatch(Dispatch dispatch) {
    try {
      return DispatchMapper.map(dispatch).stream().toList();
    } catch (RuntimeException unreadable) {
      // the exception's text may hold an interaction's token
      LOG.warn(
          "Gateway event {} could not be parsed: {}",
          dispatch.getClass().getSimpleName(),
          unreadable.getClass().getSimpleName());
      return List.of();
    }
  }

  /** Completes once, at the end of the connection; never fails. */
  public CompletionStage<Disconnect> disconnected() {
    return disconnected;
  }

  /**
   * Requests all members of a guild that arrived without them; they come as events. Discord allows
   * 120 frames of any kind per minute: the caller spaces the requests.
   *
   * @return false when the request could not be sent now
   */
  public boolean requestMembers(GuildId guild) {
    var request =
        RequestGuildMembers.builder().guildId(guild.toString()).query("").limit(0).build();
    return client
        .sender()
        .tryEmitNext(ShardGatewayPayload.requestGuildMembers(request, shard.id()))
        .isSuccess();
  }

  /** The session that another connection could resume now; null before the login. */
  public @Nullable ResumableSession session() {
    return session(0, false);
  }

  /** Drops the connection without a close frame, so that the session stays resumable. */
  public void abort() {
    disconnected.complete(new Disconnect(session(), 0, "released by this node"));
    aborted = true;
    var openChannel = channel;
    if (openChannel == null) {
      dispose();
      released.complete(null);
    } else {
      // close the channel first: dispose() may send close code 1000, which ends the session
      openChannel
          .close()
          .addListener(_ -> {
            dispose();
            released.complete(null);
          });
    }
  }

  /** Completes when the connection was aborted and passes no further events; never fails. */
  public CompletionStage<Void> released() {
    return released;
  }

  private void dispose() {
    var subscription = execution;
    if (subscription != null) {
      subscription.dispose();
    }
  }

  /** Ends the session at Discord. Completes within 2 s, also without an answer. */
  public CompletionStage<Disconnect> close() {
    client
        .close(false)
        .timeout(CLOSE_TIMEOUT)
        .then()
        .onErrorResume(_ -> Mono.empty())
        .doFinally(_ -> {
          dispose();
          disconnected.complete(new Disconnect(null, 0, "closed by this node"));
        })
        .subscribe();
    return disconnected;
  }

  private Disconnect disconnect(Throwable failure) {
    int code = 0;
    boolean invalidated = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CloseException close) {
        code = close.getCode();
      }
      invalidated |= cause instanceof InvalidSessionException;
    }
    return new Disconnect(session(code, invalidated), code, reason(failure));
  }

  /**
   * Null for close codes after which a session cannot be resumed (docs:
   * topics/opcodes-and-status-codes).
   */
  private @Nullable ResumableSession session(int code, boolean invalidated) {
    boolean notResumable =
        invalidated || client.getSessionId().isEmpty() || code == 4007 || code == 4009;
    return notResumable
        ? null
        : new ResumableSession(client.getSessionId(), client.getSequence(), resumeUrl);
  }

  private static String reason(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.toString();
  }
}
