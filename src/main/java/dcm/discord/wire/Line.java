package dcm.discord.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.guild.GuildId;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * One connection to the gateway, from login to its end. It never reconnects by itself: whoever
 * opened it hears of the end and decides.
 */
public final class Line {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);
  private static final Duration PATIENCE_TO_CLOSE = Duration.ofSeconds(2);
  private static final String QUERY = "/?compress=zlib-stream&encoding=json&v=10";

  private final GatewayClient client;
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final Shard shard;
  private volatile String resumeUrl;
  private volatile @Nullable Disposable running;
  private volatile @Nullable Channel cable;
  private volatile boolean dropped;

  Line(
      String token,
      GatewayReactorResources resources,
      ObjectMapper json,
      Shard shard,
      boolean members,
      Entry entry) {
    this.shard = shard;
    var resume = entry instanceof Entry.Resume(Session session) ? session : null;
    this.resumeUrl = entry.url();
    var intents =
        members ? IntentSet.of(Intent.GUILDS, Intent.GUILD_MEMBERS) : IntentSet.of(Intent.GUILDS);
    var identify =
        IdentifyOptions.builder(shard.id(), shard.of())
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
                watched(resources),
                new JacksonPayloadReader(json),
                new JacksonPayloadWriter(json),
                reconnect,
                identify,
                GatewayObserver.NOOP_LISTENER,
                said -> Flux.from(said).concatMap(word -> identify(entry, word)),
                1));
  }

  /** The same threads and settings, with an eye on this line's own TCP connection. */
  private GatewayReactorResources watched(GatewayReactorResources shared) {
    return new GatewayReactorResources(
        shared.getHttpClient().doOnConnected(this::connected),
        shared.getTimerTaskScheduler(),
        shared.getBlockingTaskScheduler(),
        shared.getPayloadSenderScheduler());
  }

  private void connected(Connection connection) {
    cable = connection.channel();
    if (dropped) {
      connection.dispose();
    }
  }

  /** Every IDENTIFY passes here, at the moment at which it would be sent. */
  private Mono<ByteBuf> identify(Entry entry, ByteBuf word) {
    if (!(entry instanceof Entry.Begin begin)) {
      return refuse(word);
    }
    return Mono.fromCompletionStage(begin.leave())
        .onErrorReturn(false)
        .flatMap(granted -> granted ? Mono.just(word) : refuse(word));
  }

  private Mono<ByteBuf> refuse(ByteBuf word) {
    word.release();
    ended.complete(new Ending(null, 0, "no leave to log in"));
    drop();
    return Mono.empty();
  }

  /**
   * Connects and tells what comes in until the end. The listener is called on the connection's own
   * thread and must not block.
   */
  void open(Consumer<News> listener) {
    var told =
        client
            .dispatch()
            .doOnNext(dispatch -> {
              if (dispatch instanceof Ready ready) {
                resumeUrl = ready.resumeGatewayUrl();
              }
            })
            .concatMapIterable(Line::read)
            .subscribe(listener);
    running =
        client
            .execute(resumeUrl + QUERY)
            .doFinally(_ -> told.dispose())
            .subscribe(
                _ -> {},
                failure -> ended.complete(ending(failure)),
                () -> ended.complete(new Ending(null, 0, "closed by us")));
  }

  /** What cannot be read is left out: the next piece of news must still be heard. */
  private static List<News> read(Dispatch dispatch) {
    try {
      return DispatchReader.read(dispatch).stream().toList();
    } catch (RuntimeException unreadable) {
      // its text may hold an interaction's secret
      LOG.warn(
          "{} of the gateway could not be read: {}",
          dispatch.getClass().getSimpleName(),
          unreadable.getClass().getSimpleName());
      return List.of();
    }
  }

  /** Completes once, whatever happens; never fails. */
  public CompletionStage<Ending> ended() {
    return ended;
  }

  /**
   * Asks for all members of a guild too large to be told whole; they come as news. Discord allows
   * 120 words of any kind in a minute: whoever asks for many guilds paces it.
   *
   * @return false when it could not be sent now
   */
  public boolean askForMembers(GuildId guild) {
    var request =
        RequestGuildMembers.builder().guildId(guild.toString()).query("").limit(0).build();
    return client
        .sender()
        .tryEmitNext(ShardGatewayPayload.requestGuildMembers(request, shard.id()))
        .isSuccess();
  }

  /** What another line could take up again now; null before the login. */
  public @Nullable Session session() {
    return session(0, false);
  }

  /** Lets go without a goodbye, so that the session can be taken up again. */
  public void drop() {
    ended.complete(new Ending(session(), 0, "let go by us"));
    dropped = true;
    var connected = cable;
    if (connected == null) {
      hangUp();
    } else {
      // cut first: the library, when disposed of, may still say 1000, which ends the session
      connected.close().addListener(_ -> hangUp());
    }
  }

  private void hangUp() {
    var subscription = running;
    if (subscription != null) {
      subscription.dispose();
    }
  }

  /** Ends the session at Discord. Completes within two seconds, whatever the other side does. */
  public CompletionStage<Ending> close() {
    client
        .close(false)
        .timeout(PATIENCE_TO_CLOSE)
        .then()
        .onErrorResume(_ -> Mono.empty())
        .doFinally(_ -> {
          hangUp();
          ended.complete(new Ending(null, 0, "closed by us"));
        })
        .subscribe();
    return ended;
  }

  private Ending ending(Throwable failure) {
    int code = 0;
    boolean lost = false;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CloseException close) {
        code = close.getCode();
      }
      lost |= at instanceof InvalidSessionException;
    }
    return new Ending(session(code, lost), code, told(failure));
  }

  /** Sessions that Discord says cannot be resumed (docs: topics/opcodes-and-status-codes). */
  private @Nullable Session session(int code, boolean lost) {
    boolean gone = lost || client.getSessionId().isEmpty() || code == 4007 || code == 4009;
    return gone ? null : new Session(client.getSessionId(), client.getSequence(), resumeUrl);
  }

  private static String told(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.toString();
  }
}
