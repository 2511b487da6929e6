package dcm.http.live;

import dcm.auth.LoginService;
import dcm.entity.Guilds;
import dcm.flow.KeyedLimiter;
import dcm.guild.value.GuildId;
import dcm.http.HttpSettings;
import dcm.http.pipeline.ByteBudget;
import dcm.http.server.ConnectionState;
import dcm.redis.SocketTicketStore;
import dcm.view.EventHistory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** The WebSockets of this node: opens them and holds what they share. */
public final class LiveSockets {
  /** Inbound frames per second and client; faster clients are throttled. */
  private static final int MAX_FRAMES_PER_SECOND = 10;

  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final ActorSystem<?> system;
  private final HttpSettings.LiveLimits limits;
  private final Guilds guilds;
  private final SocketTicketStore tickets;
  private final LoginService logins;
  private final EventHistory eventHistory;
  private final LiveMetrics metrics = new LiveMetrics();
  private final SocketLimiter socketLimiter;
  private final ByteBudget<GuildId> bufferBudget;

  /**
   * Limits the pages of the journal that are read at one time. A socket waits with one page at
   * most, so the number of sockets bounds the queue.
   */
  private final KeyedLimiter<GuildId> catchUpLimiter;

  private final ActorRef<LiveRouter.Message> router;

  public LiveSockets(
      ActorSystem<?> system,
      HttpSettings.LiveLimits limits,
      Guilds guilds,
      SocketTicketStore tickets,
      LoginService logins,
      EventHistory eventHistory) {
    this.system = system;
    this.limits = limits;
    this.guilds = guilds;
    this.tickets = tickets;
    this.logins = logins;
    this.eventHistory = eventHistory;
    this.socketLimiter = new SocketLimiter(limits);
    this.bufferBudget = new ByteBudget<>(limits.maxBufferedPerNode(), limits.maxBufferedPerGuild());
    this.catchUpLimiter =
        new KeyedLimiter<>(
            limits.maxReplaysPerGuild(), limits.maxReplaysPerNode(), Integer.MAX_VALUE);
    this.router =
        system.systemActorOf(
            LiveRouter.create(guilds, logins, metrics),
            "live-router-" + SEQUENCE.incrementAndGet(),
            Props.empty());
  }

  /**
   * The stream of a new socket, connected to its actor; empty when the limit of this node is
   * reached.
   *
   * @param since the last revision that the client saw; null: it starts now
   */
  public Optional<Flow<Message, Message, NotUsed>> open(
      GuildId guild, @Nullable Long since, ConnectionState connection) {
    if (!socketLimiter.tryAcquire()) {
      return Optional.empty();
    }
    var outbound = new OutboundQueue(system, guild, limits, bufferBudget, connection);
    ActorRef<LiveSocket.Message> socket =
        system.systemActorOf(
            LiveSocket.create(this, guild, since, outbound),
            "live-socket-" + SEQUENCE.incrementAndGet(),
            Props.empty());
    connection.upgraded();
    Sink<Message, NotUsed> inbound =
        Flow.of(Message.class)
            .throttle(MAX_FRAMES_PER_SECOND, Duration.ofSeconds(1))
            .flatMapConcat(LiveSockets::toSocketMessage)
            .concat(Source.single(new LiveSocket.Message.ClientClosed()))
            .recover(Throwable.class, LiveSocket.Message.ClientClosed::new)
            .to(Sink.foreach(socket::tell));
    return Optional.of(Flow.fromSinkAndSourceMat(inbound, outbound.source(), Keep.none()));
  }

  private static Source<LiveSocket.Message, NotUsed> toSocketMessage(Message message) {
    if (!message.isText()) {
      return Source.single(new LiveSocket.Message.InvalidFrameReceived());
    }
    var text = message.asTextMessage();
    return text.isStrict()
        ? Source.single(new LiveSocket.Message.TextReceived(text.getStrictText()))
        : text.getStreamedText()
            // read to the end and discarded: cancelling would reset the connection before our close
            // frame
            .fold(
                "",
                (received, part) ->
                    received.length() > ClientFrame.MAX_LENGTH ? received : received + part)
            .<LiveSocket.Message>map(LiveSocket.Message.TextReceived::new)
            .recover(Throwable.class, LiveSocket.Message.InvalidFrameReceived::new)
            .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** Closes all sockets with 1012, because the node stops; clients reconnect to other nodes. */
  public void closeAll() {
    router.tell(new LiveRouter.Shutdown());
  }

  public int socketCount() {
    return socketLimiter.count();
  }

  /** The bytes of the frames that are queued for clients. */
  public long queuedBytes() {
    return bufferBudget.heldBytes();
  }

  HttpSettings.LiveLimits limits() {
    return limits;
  }

  Guilds guilds() {
    return guilds;
  }

  SocketTicketStore tickets() {
    return tickets;
  }

  LoginService logins() {
    return logins;
  }

  EventHistory eventHistory() {
    return eventHistory;
  }

  KeyedLimiter<GuildId> catchUpLimiter() {
    return catchUpLimiter;
  }

  LiveMetrics metrics() {
    return metrics;
  }

  SocketLimiter socketLimiter() {
    return socketLimiter;
  }

  ActorRef<LiveRouter.Message> router() {
    return router;
  }
}
