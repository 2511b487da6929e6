package dcm.notify;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
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
 * Queues, sends and reports the deliveries of a node. A delivery is accepted unless it is in flight
 * already, queued per recipient, sent if the guild confirms that it is still valid, retried after a
 * backoff while the channel is unavailable, and reported to the guild until the guild answers. This
 * actor's state is not persisted: the guild hands out again what gets lost. A delivery that the
 * guild did not renew in time is not sent, because another node may have it by now.
 */
final class DeliveryDispatcher extends AbstractMatchingBehavior<DeliveryDispatcher.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryDispatcher.class);

  /**
   * The maximum number of results that could not be reported. If such a delivery is handed out
   * again, its result is reported instead of sending it again.
   */
  private static final int MAX_UNREPORTED = 1000;

  /** The time for a guild to start and renew its unsettled deliveries. */
  private static final Duration RENEWAL_GRACE = Duration.ofSeconds(5);

  /** The messages of this actor. */
  sealed interface Message {}

  /** A delivery for which the sender has acquired a permit. */
  record Accept(DeliveryDetails details) implements Message {}

  private record SendCompleted(DeliveryAttempt attempt, SendResult result) implements Message {}

  private record BackoffElapsed(DeliveryRoute route) implements Message {}

  private record ReportCompleted(DeliveryReport report, @Nullable String failureReason)
      implements Message {}

  private record RetryReport(DeliveryReport report) implements Message {}

  /**
   * Accepts and starts nothing more; replies when deliveries in flight are reported, or after the
   * shutdown timeout.
   */
  record Close(ActorRef<Done> replyTo) implements Message {}

  private record ShutdownTimeout() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Function<DeliveryRoute, DeliveryChannel> channels;
  private final Function<CommandEnvelope, CompletionStage<GuildReply>> guilds;
  private final Function<QueryEnvelope, CompletionStage<GuildReply>> queries;
  private final NotifySettings settings;
  private final InstantSource clock;
  private final Semaphore capacity;
  private final DeliveryMetrics metrics;
  private final RecipientQueues queues;
  private final Set<DeliveryAttempt.Key> accepted = new HashSet<>();

  /** Current details of accepted deliveries that were handed out again. */
  private final Map<DeliveryAttempt.Key, DeliveryDetails> renewed = new HashMap<>();

  private final Map<DeliveryAttempt.Key, SendResult> unreported = new LinkedHashMap<>();
  private int reportsInFlight;
  private @Nullable ActorRef<Done> shutdownReplyTo;

  static Behavior<Message> create(
      Function<DeliveryRoute, DeliveryChannel> channels,
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      Function<QueryEnvelope, CompletionStage<GuildReply>> queries,
      NotifySettings settings,
      InstantSource clock,
      Semaphore capacity,
      DeliveryMetrics metrics) {
    Behavior<Message> behavior =
        Behaviors.setup(context ->
            Behaviors.withTimers(timers ->
                new DeliveryDispatcher(
                    context, timers, channels, guilds, queries, settings, clock, capacity,
                    metrics)));
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.restart());
  }

  private DeliveryDispatcher(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Function<DeliveryRoute, DeliveryChannel> channels,
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      Function<QueryEnvelope, CompletionStage<GuildReply>> queries,
      NotifySettings settings,
      InstantSource clock,
      Semaphore capacity,
      DeliveryMetrics metrics) {
    super(context);
    this.timers = timers;
    this.channels = channels;
    this.guilds = guilds;
    this.queries = queries;
    this.settings = settings;
    this.clock = clock;
    this.capacity = capacity;
    this.metrics = metrics;
    this.queues = new RecipientQueues(settings.parallelism());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Accept(var details) -> accept(new DeliveryAttempt(details, 0));
      case SendCompleted(var attempt, var result) -> onSendCompleted(attempt, result);
      case BackoffElapsed(var route) -> queues.ready(route);
      case ReportCompleted(var report, var failureReason) ->
          onReportCompleted(report, failureReason);
      case RetryReport(var report) -> report(report);
      case Close(var replyTo) -> beginShutdown(replyTo);
      case ShutdownTimeout() -> {
        return stopped();
      }
    }
    send();
    return shutdownReplyTo != null && queues.inFlight() == 0 && reportsInFlight == 0
        ? stopped()
        : this;
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    if (signal instanceof PreRestart) {
      capacity.release(accepted.size());
    }
    return this;
  }

  private void accept(DeliveryAttempt attempt) {
    SendResult result = unreported.remove(attempt.key());
    if (shutdownReplyTo != null) {
      capacity.release();
    } else if (!accepted.add(attempt.key())) {
      metrics.duplicate(attempt.route());
      renewed.put(attempt.key(), attempt.details());
      capacity.release();
    } else if (result != null) {
      reportsInFlight++;
      report(DeliveryReport.of(attempt, result));
    } else {
      queues.add(attempt);
    }
  }

  private void send() {
    DeliveryAttempt next = shutdownReplyTo == null ? queues.poll() : null;
    while (next != null) {
      DeliveryAttempt attempt = next.withDetails(renewed.getOrDefault(next.key(), next.details()));
      if (clock.instant().isAfter(attempt.details().delivery().retryAt().plus(RENEWAL_GRACE))) {
        complete(attempt, new SendResult.RetryLater("not-renewed", null));
      } else {
        send(attempt.nextAttempt());
      }
      next = queues.poll();
    }
  }

  private void send(DeliveryAttempt attempt) {
    getContext()
        .pipeToSelf(
            callSafely(() -> sendWithTimeout(attempt)),
            (result, failure) ->
                new SendCompleted(attempt, failure == null ? result : resultOf(attempt, failure)));
  }

  private CompletionStage<SendResult> sendWithTimeout(DeliveryAttempt attempt) {
    return confirmAndSend(attempt)
        .toCompletableFuture()
        .copy()
        .orTimeout(settings.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Queries the guild right before each attempt, so that a delivery whose occurrence was completed,
   * moved or withdrawn meanwhile is not sent. When the guild is unavailable the attempt is retried
   * later.
   */
  private CompletionStage<SendResult> confirmAndSend(DeliveryAttempt attempt) {
    var query =
        new QueryEnvelope(
            attempt.key().guild(),
            clock.instant(),
            new Caller.SystemCaller(),
            new GuildQuery.PendingDelivery(attempt.key().delivery()));
    return queries
        .apply(query)
        .thenCompose(reply ->
            switch (reply) {
              case GuildReply.Answered(QueryResult.DeliveryToSend(var details), _) ->
                  details == null
                      ? CompletableFuture.completedFuture(new SendResult.Withdrawn())
                      : composeAndSend(attempt.withDetails(details));
              case GuildReply.Answered _,
                  GuildReply.Done _,
                  GuildReply.Refused _,
                  GuildReply.Busy _,
                  GuildReply.Unavailable _,
                  GuildReply.Degraded _ ->
                  CompletableFuture.completedFuture(
                      new SendResult.RetryLater("guild-unavailable", null));
            });
  }

  private CompletionStage<SendResult> composeAndSend(DeliveryAttempt attempt) {
    return channels
        .apply(attempt.route())
        .send(
            attempt.details(),
            MessageComposer.compose(attempt.details(), attempt.mayHaveBeenSent(), clock.instant()));
  }

  private static SendResult resultOf(DeliveryAttempt attempt, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof TimeoutException) {
      return new SendResult.RetryLater("no-answer", null);
    }
    LOG.warn("Delivery {}: sending failed", attempt.key(), cause);
    return new SendResult.RetryLater("failed-" + typeName(cause), null);
  }

  private static String typeName(Throwable failure) {
    return failure.getClass().getSimpleName();
  }

  private void onSendCompleted(DeliveryAttempt attempt, SendResult result) {
    if (!accepted.contains(attempt.key())) {
      return; // sent before this actor was restarted
    }
    if (result instanceof SendResult.RetryLater(var reason, var retryAfter)) {
      Duration backoff =
          retryAfter == null ? settings.backoffAfter(attempt.localAttempts()) : retryAfter;
      LOG.debug(
          "Delivery {}: not sent ({}), next attempt after {}", attempt.key(), reason, backoff);
      boolean retryHere = backoff.compareTo(settings.maxBackoff()) <= 0 && shutdownReplyTo == null;
      if (retryHere && attempt.localAttempts() < settings.maxAttempts()) {
        queues.postpone(attempt.route(), attempt);
        timers.startSingleTimer(attempt.route(), new BackoffElapsed(attempt.route()), backoff);
        return;
      }
    }
    complete(attempt, result);
  }

  private void complete(DeliveryAttempt attempt, SendResult result) {
    queues.complete(attempt.route());
    metrics.completed(attempt.route(), result);
    reportsInFlight++;
    report(DeliveryReport.of(attempt, result));
  }

  private void report(DeliveryReport report) {
    DeliveryReport nextReport = report.nextAttempt();
    getContext()
        .pipeToSelf(
            callSafely(() -> guilds.apply(nextReport.toCommand(clock.instant()))),
            (reply, failure) ->
                new ReportCompleted(
                    nextReport, failure == null ? failureReason(reply) : typeName(failure)));
  }

  /** The reason why a report has to be repeated; null: the guild received it, or refused it. */
  private static @Nullable String failureReason(@Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Refused _, GuildReply.Answered _ -> null;
      case GuildReply.Busy() -> "busy";
      case GuildReply.Unavailable() -> "unavailable";
      case GuildReply.Degraded(var incident, _) -> "incident " + incident;
      case null -> "no reply";
    };
  }

  private void onReportCompleted(DeliveryReport report, @Nullable String failureReason) {
    DeliveryAttempt.Key key = report.attempt().key();
    if (!accepted.contains(key)) {
      return;
    }
    if (failureReason != null && report.attempts() < settings.maxReportAttempts()) {
      Duration backoff = settings.backoffAfter(report.attempts());
      timers.startSingleTimer(key, new RetryReport(report), backoff);
      return;
    }
    if (failureReason != null) {
      LOG.warn("Delivery {}: result not reported to its guild: {}", key, failureReason);
      keepUnreported(key, report.result());
    }
    reportsInFlight--;
    accepted.remove(key);
    renewed.remove(key);
    capacity.release();
  }

  private void keepUnreported(DeliveryAttempt.Key key, SendResult result) {
    if (result instanceof SendResult.Delivered || result instanceof SendResult.Failed) {
      unreported.put(key, result);
      if (unreported.size() > MAX_UNREPORTED) {
        unreported.remove(unreported.keySet().iterator().next());
      }
    }
  }

  private void beginShutdown(ActorRef<Done> replyTo) {
    shutdownReplyTo = replyTo;
    timers.startSingleTimer(new ShutdownTimeout(), settings.shutdownTimeout());
  }

  private Behavior<Message> stopped() {
    if (shutdownReplyTo != null) {
      shutdownReplyTo.tell(Done.getInstance());
    }
    return Behaviors.stopped();
  }

  private static <T> CompletionStage<T> callSafely(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
