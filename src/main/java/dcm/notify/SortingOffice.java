package dcm.notify;

import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Parcel;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node's deliveries are sorted, sent and reported. A delivery's life: taken, unless the
 * same is under way; put into its recipient's lane; sent, if the guild says that it still holds,
 * and sent again after a while when the other side is not to be had; then the guild is told, again
 * until it answers. What is in here is no one's memory but the guild's: whatever gets lost is
 * handed out again, and what the guild did not hand out again in its time is not sent any more, for
 * somebody else may have it by now.
 */
final class SortingOffice extends AbstractMatchingBehavior<SortingOffice.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(SortingOffice.class);

  /** Receipts that no guild took: should the delivery come again, it is not sent again. */
  private static final int MOST_UNTOLD = 1000;

  /** How long a guild may take to wake and hand out again what is not settled. */
  private static final Duration WAKING = Duration.ofSeconds(5);

  /** What the office hears. */
  sealed interface Message {}

  /** A place is taken for it already. */
  record Take(Parcel parcel) implements Message {}

  private record Sent(Errand errand, Receipt receipt) implements Message {}

  private record Again(Route route) implements Message {}

  private record Told(Report report, @Nullable String trouble) implements Message {}

  private record TellAgain(Report report) implements Message {}

  /** Nothing more is taken or begun; answers once what is under way is reported, or time is up. */
  record Close(ActorRef<Done> replyTo) implements Message {}

  private record TimeIsUp() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Function<Route, Channel> channels;
  private final Function<Request, CompletionStage<GuildReply>> guilds;
  private final Function<Question, CompletionStage<GuildReply>> questions;
  private final NotifySettings settings;
  private final InstantSource clock;
  private final Places places;
  private final Counts counts;
  private final Lanes lanes;
  private final Set<Errand.Key> held = new HashSet<>();

  /** What is held and was handed out again since: as the guild knows it now. */
  private final Map<Errand.Key, Parcel> renewed = new HashMap<>();

  private final Map<Errand.Key, Receipt> untold = new LinkedHashMap<>();
  private int telling;
  private @Nullable ActorRef<Done> closing;

  static Behavior<Message> create(
      Function<Route, Channel> channels,
      Function<Request, CompletionStage<GuildReply>> guilds,
      Function<Question, CompletionStage<GuildReply>> questions,
      NotifySettings settings,
      InstantSource clock,
      Places places,
      Counts counts) {
    Behavior<Message> office =
        Behaviors.setup(context ->
            Behaviors.withTimers(timers ->
                new SortingOffice(
                    context, timers, channels, guilds, questions, settings, clock, places,
                    counts)));
    return Behaviors.supervise(office).onFailure(SupervisorStrategy.restart());
  }

  private SortingOffice(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Function<Route, Channel> channels,
      Function<Request, CompletionStage<GuildReply>> guilds,
      Function<Question, CompletionStage<GuildReply>> questions,
      NotifySettings settings,
      InstantSource clock,
      Places places,
      Counts counts) {
    super(context);
    this.timers = timers;
    this.channels = channels;
    this.guilds = guilds;
    this.questions = questions;
    this.settings = settings;
    this.clock = clock;
    this.places = places;
    this.counts = counts;
    this.lanes = new Lanes(settings.parallel());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Take(var parcel) -> take(new Errand(parcel, 0));
      case Sent(var errand, var receipt) -> sent(errand, receipt);
      case Again(var route) -> lanes.ready(route);
      case Told(var report, var trouble) -> told(report, trouble);
      case TellAgain(var report) -> tell(report);
      case Close(var replyTo) -> close(replyTo);
      case TimeIsUp() -> {
        return closed();
      }
    }
    send();
    return closing != null && lanes.underWay() == 0 && telling == 0 ? closed() : this;
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    if (signal instanceof PreRestart) {
      held.forEach(_ -> places.free());
    }
    return this;
  }

  private void take(Errand errand) {
    Receipt receipt = untold.remove(errand.key());
    if (closing != null) {
      places.free();
    } else if (!held.add(errand.key())) {
      counts.repeated(errand.route());
      renewed.put(errand.key(), errand.parcel());
      places.free();
    } else if (receipt != null) {
      telling++;
      tell(Report.of(errand, receipt));
    } else {
      lanes.add(errand);
    }
  }

  private void send() {
    Errand next = closing == null ? lanes.take() : null;
    while (next != null) {
      Errand errand = next.as(renewed.getOrDefault(next.key(), next.parcel()));
      if (clock.instant().isAfter(errand.parcel().delivery().retryAt().plus(WAKING))) {
        settled(errand, new Receipt.Later("not-renewed", null));
      } else {
        send(errand.sentOnceMore());
      }
      next = lanes.take();
    }
  }

  private void send(Errand errand) {
    getContext()
        .pipeToSelf(
            tried(() -> attempted(errand)),
            (receipt, failure) ->
                new Sent(errand, failure == null ? receipt : unanswered(errand, failure)));
  }

  private CompletionStage<Receipt> attempted(Errand errand) {
    return asked(errand)
        .toCompletableFuture()
        .copy()
        .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The guild is asked right before each attempt: what was done, moved or withdrawn since it was
   * handed out is not sent. A guild that cannot say so now is asked again later.
   */
  private CompletionStage<Receipt> asked(Errand errand) {
    var question =
        new Question(
            errand.key().guild(),
            clock.instant(),
            new Caller.Clockwork(),
            new GuildQuery.PendingDelivery(errand.key().delivery()));
    return questions
        .apply(question)
        .thenCompose(reply ->
            switch (reply) {
              case GuildReply.Answered(Answer.DeliveryToSend(var parcel), _) ->
                  parcel == null
                      ? CompletableFuture.completedFuture(new Receipt.Withdrawn())
                      : carried(errand.as(parcel));
              case GuildReply.Answered _,
                  GuildReply.Done _,
                  GuildReply.Declined _,
                  GuildReply.Busy _,
                  GuildReply.Unavailable _,
                  GuildReply.Degraded _ ->
                  CompletableFuture.completedFuture(new Receipt.Later("guild-unavailable", null));
            });
  }

  private CompletionStage<Receipt> carried(Errand errand) {
    return channels
        .apply(errand.route())
        .send(errand.parcel(), Scribe.write(errand.parcel(), errand.again(), clock.instant()));
  }

  private static Receipt unanswered(Errand errand, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof TimeoutException) {
      return new Receipt.Later("no-answer", null);
    }
    LOG.warn("{} could not be sent", errand.key(), cause);
    return new Receipt.Later("failed-" + named(cause), null);
  }

  private static String named(Throwable failure) {
    return failure.getClass().getSimpleName();
  }

  private void sent(Errand errand, Receipt receipt) {
    if (!held.contains(errand.key())) {
      return; // sent by the office as it was before a restart
    }
    if (receipt instanceof Receipt.Later(var why, var after)) {
      Duration wait = after == null ? settings.waitAfter(errand.tries()) : after;
      LOG.debug("{} was not sent: {}, {}", errand.key(), why, wait);
      boolean here = wait.compareTo(settings.longestWait()) <= 0 && closing == null;
      if (here && errand.tries() < settings.tries()) {
        lanes.waits(errand.route(), errand);
        timers.startSingleTimer(errand.route(), new Again(errand.route()), wait);
        return;
      }
    }
    settled(errand, receipt);
  }

  private void settled(Errand errand, Receipt receipt) {
    lanes.done(errand.route());
    counts.settled(errand.route(), receipt);
    telling++;
    tell(Report.of(errand, receipt));
  }

  private void tell(Report report) {
    Report told = report.onceMore();
    getContext()
        .pipeToSelf(
            tried(() -> guilds.apply(told.request(clock.instant()))),
            (reply, failure) -> new Told(told, failure == null ? trouble(reply) : named(failure)));
  }

  /** Null: the guild knows, or does not want to. */
  private static @Nullable String trouble(@Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Declined _, GuildReply.Answered _ -> null;
      case GuildReply.Busy() -> "busy";
      case GuildReply.Unavailable() -> "unavailable";
      case GuildReply.Degraded(var incident, _) -> "incident " + incident;
      case null -> "no answer";
    };
  }

  private void told(Report report, @Nullable String trouble) {
    Errand.Key key = report.errand().key();
    if (!held.contains(key)) {
      return;
    }
    if (trouble != null && report.tries() < settings.reports()) {
      Duration wait = settings.waitAfter(report.tries());
      timers.startSingleTimer(key, new TellAgain(report), wait);
      return;
    }
    if (trouble != null) {
      LOG.warn("{}: the guild was not told what became of it: {}", key, trouble);
      remember(key, report.receipt());
    }
    telling--;
    held.remove(key);
    renewed.remove(key);
    places.free();
  }

  private void remember(Errand.Key key, Receipt receipt) {
    if (receipt instanceof Receipt.Delivered || receipt instanceof Receipt.Refused) {
      untold.put(key, receipt);
      if (untold.size() > MOST_UNTOLD) {
        untold.remove(untold.keySet().iterator().next());
      }
    }
  }

  private void close(ActorRef<Done> replyTo) {
    closing = replyTo;
    timers.startSingleTimer(new TimeIsUp(), settings.closing());
  }

  private Behavior<Message> closed() {
    if (closing != null) {
      closing.tell(Done.getInstance());
    }
    return Behaviors.stopped();
  }

  private static <T> CompletionStage<T> tried(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
