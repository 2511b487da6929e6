package dcm.discord.interaction;

import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.InitialResponse;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.InteractionToken;
import dcm.discord.client.Message;
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
public final class InteractionResponder {
  private static final Logger LOG = LoggerFactory.getLogger(InteractionResponder.class);
  private static final Duration DEFER_AFTER = Duration.ofMillis(1500);
  private static final Duration IMMEDIATE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration RETRY_DELAY = Duration.ofMillis(300);
  private static final int MAX_ATTEMPTS = 5;
  private static final int NOT_FOUND = 404;

  private final ActorSystem<?> system;
  private final DiscordRest rest;
  private final InitialResponses initialResponses;

  public InteractionResponder(
      ActorSystem<?> system, DiscordRest rest, InitialResponses initialResponses) {
    this.system = system;
    this.rest = rest;
    this.initialResponses = initialResponses;
  }

  /**
   * Sends the reply when it is there, or a deferral and then the reply.
   *
   * @param work never fails: failures are replies by now
   * @param late what is answered instead when it may not be deferred
   * @return completes when the reply is there, fails when it is lost
   */
  CompletionStage<Void> respond(
      InteractionToken token,
      ResponseMode mode,
      CompletionStage<InteractionReply> work,
      InteractionReply fallback) {
    var first = new AtomicReference<@Nullable CompletionStage<Void>>();
    var completion = new CompletableFuture<Void>();
    var timer =
        system
            .scheduler()
            .scheduleOnce(
                mode == ResponseMode.IMMEDIATE ? IMMEDIATE_TIMEOUT : DEFER_AFTER,
                () -> sendFirst(first, token, () -> defer(token, mode, fallback)),
                system.executionContext());
    work.whenComplete((reply, failure) -> {
      timer.cancel();
      if (failure != null) {
        LOG.error("No reply was computed for {}", token, failure);
        completion.completeExceptionally(failure);
        return;
      }
      boolean isFirst =
          sendFirst(first, token, () -> initialResponses.send(token, InitialResponse.of(reply)));
      if (isFirst || mode == ResponseMode.IMMEDIATE) {
        first.get().whenComplete((_, error) -> complete(completion, error));
      } else {
        first
            .get()
            .thenCompose(_ -> retryWhileNotFound(() -> followUp(token, mode, reply), MAX_ATTEMPTS))
            .whenComplete((_, error) -> {
              logFailure(token, error);
              complete(completion, error);
            });
      }
    });
    return completion;
  }

  /** One more message, which only the visitor sees, after the reply. */
  public CompletionStage<Void> sendEphemeral(InteractionToken token, Message message) {
    return retryWhileNotFound(() -> rest.followUpEphemeral(token, message), MAX_ATTEMPTS);
  }

  private static void complete(CompletableFuture<Void> completion, @Nullable Throwable error) {
    if (error == null) {
      completion.complete(null);
    } else {
      completion.completeExceptionally(error);
    }
  }

  /** Says the first word, if nobody did. The stage is there before the call is made. */
  private static boolean sendFirst(
      AtomicReference<@Nullable CompletionStage<Void>> first,
      InteractionToken token,
      Supplier<CompletionStage<Void>> send) {
    var sent = new CompletableFuture<Void>();
    if (!first.compareAndSet(null, sent)) {
      return false;
    }
    send.get()
        .whenComplete((_, error) -> {
          logFailure(token, error);
          if (error == null) {
            sent.complete(null);
          } else {
            sent.completeExceptionally(error);
          }
        });
    return true;
  }

  private CompletionStage<Void> defer(
      InteractionToken token, ResponseMode mode, InteractionReply fallback) {
    return initialResponses.send(
        token,
        switch (mode) {
          case PUBLIC -> InitialResponse.deferred(false);
          case EPHEMERAL -> InitialResponse.deferred(true);
          case UPDATE_MESSAGE -> InitialResponse.deferredUpdate();
          case IMMEDIATE -> InitialResponse.of(fallback);
        });
  }

  /** What follows may overtake a deferral that travels as an HTTP answer: Discord knows of none. */
  private CompletionStage<Void> retryWhileNotFound(
      Supplier<CompletionStage<Void>> call, int attemptsLeft) {
    return call.get()
        .exceptionallyCompose(failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          return attemptsLeft > 1
                  && cause instanceof DiscordRejectedException rejected
                  && rejected.status() == NOT_FOUND
              ? Patterns.after(
                  RETRY_DELAY,
                  system.classicSystem(),
                  () -> retryWhileNotFound(call, attemptsLeft - 1))
              : CompletableFuture.failedFuture(cause);
        });
  }

  /** What was deferred as a change of the message may have become a word for the visitor alone. */
  private CompletionStage<Void> followUp(
      InteractionToken token, ResponseMode mode, InteractionReply reply) {
    return switch (reply) {
      case InteractionReply.NewMessage newMessage when mode == ResponseMode.UPDATE_MESSAGE ->
          rest.followUpEphemeral(token, newMessage.message());
      case InteractionReply.NewMessage newMessage
          when newMessage.ephemeral() && mode == ResponseMode.PUBLIC ->
          // a whisper would take the place of the deferral, which all see: that has to go first
          rest.deleteResponse(token)
              .thenCompose(_ -> rest.followUpEphemeral(token, newMessage.message()));
      case InteractionReply.NewMessage newMessage -> edit(token, newMessage.message());
      case InteractionReply.UpdateMessage update -> edit(token, update.message());
      case InteractionReply.Modal _, InteractionReply.Choices _ ->
          CompletableFuture.completedFuture(null);
    };
  }

  private CompletionStage<Void> edit(InteractionToken token, Message message) {
    return rest.editResponse(token, message);
  }

  private static void logFailure(InteractionToken token, @Nullable Throwable error) {
    if (error != null) {
      LOG.warn("Response to {} was not delivered: {}", token, error.getMessage());
    }
  }
}
