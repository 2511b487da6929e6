package dcm.http.live;

import dcm.auth.Logins;
import dcm.entity.Guilds;
import dcm.guild.GuildId;
import dcm.http.ByteBudget;
import dcm.http.HttpSettings;
import dcm.http.Line;
import dcm.redis.Tickets;
import dcm.view.PastEvents;
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

/** The door to the WebSockets of this node. */
public final class LiveRooms {
  /** Frames a second that a client may say; whoever says more is read more slowly. */
  private static final int FRAMES = 10;

  private static final AtomicLong NUMBER = new AtomicLong();

  private final ActorSystem<?> system;
  private final HttpSettings.LiveLimits limits;
  private final Guilds guilds;
  private final Tickets tickets;
  private final Logins logins;
  private final PastEvents past;
  private final LiveMetrics metrics = new LiveMetrics();
  private final Seats seats;
  private final ByteBudget<GuildId> budget;
  private final CatchUpLimiter catchUps;
  private final ActorRef<LiveRouter.Message> router;

  public LiveRooms(
      ActorSystem<?> system,
      HttpSettings.LiveLimits limits,
      Guilds guilds,
      Tickets tickets,
      Logins logins,
      PastEvents past) {
    this.system = system;
    this.limits = limits;
    this.guilds = guilds;
    this.tickets = tickets;
    this.logins = logins;
    this.past = past;
    this.seats = new Seats(limits);
    this.budget = new ByteBudget<>(limits.queuedPerNode(), limits.queuedPerGuild());
    this.catchUps = new CatchUpLimiter(limits.catchUpsPerGuild(), limits.catchUpsPerNode());
    this.router =
        system.systemActorOf(
            LiveRouter.create(guilds, logins),
            "live-router-" + NUMBER.incrementAndGet(),
            Props.empty());
  }

  /**
   * A socket's stream, with an actor behind it; empty when all seats of this node are taken.
   *
   * @param since the last revision that the client saw; null: it starts now
   */
  public Optional<Flow<Message, Message, NotUsed>> open(
      GuildId guild, @Nullable Long since, Line line) {
    if (!seats.take()) {
      return Optional.empty();
    }
    var mouth = new Mouth(system, guild, limits, budget, line);
    ActorRef<Heard> socket =
        system.systemActorOf(
            LiveSocket.create(this, guild, since, mouth),
            "live-socket-" + NUMBER.incrementAndGet(),
            Props.empty());
    line.upgraded();
    Sink<Message, NotUsed> ear =
        Flow.of(Message.class)
            .throttle(FRAMES, java.time.Duration.ofSeconds(1))
            .flatMapConcat(LiveRooms::heard)
            .concat(Source.single(new Heard.Gone()))
            .recover(Throwable.class, Heard.Gone::new)
            .to(Sink.foreach(socket::tell));
    return Optional.of(Flow.fromSinkAndSourceMat(ear, mouth.source(), Keep.none()));
  }

  private static Source<Heard, NotUsed> heard(Message message) {
    if (!message.isText()) {
      return Source.single(new Heard.Babbled());
    }
    var text = message.asTextMessage();
    return text.isStrict()
        ? Source.single(new Heard.Said(text.getStrictText()))
        : text.getStreamedText()
            // heard to its end and not kept: to stop listening would cut the wire before our close
            .fold("", (said, part) -> said.length() > ClientFrame.LONGEST ? said : said + part)
            .<Heard>map(Heard.Said::new)
            .recover(Throwable.class, Heard.Babbled::new)
            .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** This node goes: sockets are closed with 1012, to come back to another. */
  public void sendAway() {
    router.tell(new LiveRouter.SendAway());
  }

  public int sockets() {
    return seats.taken();
  }

  /** Bytes of frames that wait for their readers. */
  public long queuedBytes() {
    return budget.held();
  }

  HttpSettings.LiveLimits limits() {
    return limits;
  }

  Guilds guilds() {
    return guilds;
  }

  Tickets tickets() {
    return tickets;
  }

  Logins logins() {
    return logins;
  }

  PastEvents past() {
    return past;
  }

  CatchUpLimiter catchUps() {
    return catchUps;
  }

  LiveMetrics metrics() {
    return metrics;
  }

  Seats seats() {
    return seats;
  }

  ActorRef<LiveRouter.Message> router() {
    return router;
  }
}
