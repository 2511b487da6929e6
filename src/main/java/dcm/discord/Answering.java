package dcm.discord;

import dcm.discord.wire.Callback;
import dcm.discord.wire.Message;
import dcm.discord.wire.Refused;
import dcm.discord.wire.Reply;
import dcm.discord.wire.Rest;
import dcm.discord.wire.Ticket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers interactions in Discord's time: three seconds to the first answer. When the guild takes
 * longer than half of that we say that an answer will follow, and fill it in when it is there.
 */
final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
  private static final Duration UNTIL_DEFERRED = Duration.ofMillis(1500);
  private static final Duration UNTIL_TOO_LATE = Duration.ofSeconds(1);
  private static final Duration UNTIL_TAKEN = Duration.ofMillis(300);
  private static final int TRIES = 5;
  private static final int NOT_FOUND = 404;

  private final ActorSystem<?> system;
  private final Rest rest;
  private final Callbacks callbacks;

  Answering(ActorSystem<?> system, Rest rest, Callbacks callbacks) {
    this.system = system;
    this.rest = rest;
    this.callbacks = callbacks;
  }

  /**
   * Sends the reply when it is there, or a deferral and then the reply.
   *
   * @param work never fails: failures are replies by now
   * @param late what is answered instead when it may not be deferred
   * @return completes when the reply is there, fails when it is lost
   */
  CompletionStage<Void> answer(
      Ticket ticket, Manner manner, CompletionStage<Reply> work, Reply late) {
    var first = new AtomicReference<@Nullable CompletionStage<Void>>();
    var answered = new CompletableFuture<Void>();
    var timer =
        system
            .scheduler()
            .scheduleOnce(
                manner == Manner.AT_ONCE ? UNTIL_TOO_LATE : UNTIL_DEFERRED,
                () -> open(first, ticket, () -> defer(ticket, manner, late)),
                system.executionContext());
    work.whenComplete((reply, failure) -> {
      timer.cancel();
      if (failure != null) {
        LOG.error("The {} has no reply", ticket, failure);
        answered.completeExceptionally(failure);
        return;
      }
      boolean direct = open(first, ticket, () -> callbacks.say(ticket, Callback.of(reply)));
      if (direct || manner == Manner.AT_ONCE) {
        first.get().whenComplete((_, lost) -> settle(answered, lost));
      } else {
        first
            .get()
            .thenCompose(_ -> insisted(() -> follow(ticket, manner, reply), TRIES))
            .whenComplete((_, lost) -> {
              note(ticket, lost);
              settle(answered, lost);
            });
      }
    });
    return answered;
  }

  /** One more message, which only the visitor sees, after the reply. */
  CompletionStage<Void> whisper(Ticket ticket, Message message) {
    return insisted(() -> rest.whisper(ticket, message), TRIES);
  }

  private static void settle(CompletableFuture<Void> answered, @Nullable Throwable lost) {
    if (lost == null) {
      answered.complete(null);
    } else {
      answered.completeExceptionally(lost);
    }
  }

  /** Says the first word, if nobody did. The stage is there before the call is made. */
  private static boolean open(
      AtomicReference<@Nullable CompletionStage<Void>> first,
      Ticket ticket,
      Supplier<CompletionStage<Void>> word) {
    var said = new CompletableFuture<Void>();
    if (!first.compareAndSet(null, said)) {
      return false;
    }
    word.get()
        .whenComplete((_, lost) -> {
          note(ticket, lost);
          if (lost == null) {
            said.complete(null);
          } else {
            said.completeExceptionally(lost);
          }
        });
    return true;
  }

  private CompletionStage<Void> defer(Ticket ticket, Manner manner, Reply late) {
    return callbacks.say(
        ticket,
        switch (manner) {
          case SHOWN -> Callback.later(false);
          case HIDDEN -> Callback.later(true);
          case IN_PLACE -> Callback.laterInPlace();
          case AT_ONCE -> Callback.of(late);
        });
  }

  /** What follows may overtake a deferral that travels as an HTTP answer: Discord knows of none. */
  private CompletionStage<Void> insisted(Supplier<CompletionStage<Void>> call, int tries) {
    return call.get()
        .exceptionallyCompose(failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          return tries > 1 && cause instanceof Refused refused && refused.status() == NOT_FOUND
              ? Patterns.after(UNTIL_TAKEN, system.classicSystem(), () -> insisted(call, tries - 1))
              : CompletableFuture.failedFuture(cause);
        });
  }

  /** What was deferred as a change of the message may have become a word for the visitor alone. */
  private CompletionStage<Void> follow(Ticket ticket, Manner manner, Reply reply) {
    return switch (reply) {
      case Reply.Say say when manner == Manner.IN_PLACE -> rest.whisper(ticket, say.message());
      case Reply.Say say when say.hidden() && manner == Manner.SHOWN ->
          // a whisper would take the place of the deferral, which all see: that has to go first
          rest.delete(ticket).thenCompose(_ -> rest.whisper(ticket, say.message()));
      case Reply.Say say -> edit(ticket, say.message());
      case Reply.Replace replace -> edit(ticket, replace.message());
      case Reply.Form _, Reply.Offer _ -> CompletableFuture.completedFuture(null);
    };
  }

  private CompletionStage<Void> edit(Ticket ticket, Message message) {
    return rest.edit(ticket, message);
  }

  private static void note(Ticket ticket, @Nullable Throwable lost) {
    if (lost != null) {
      LOG.warn("The {} was not answered: {}", ticket, lost.getMessage());
    }
  }
}
