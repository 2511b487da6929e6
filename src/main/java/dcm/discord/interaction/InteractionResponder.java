package dcm.discord.interaction;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends responses within Discord's 3 s for the initial response. When the reply takes longer than
 * 1.5 s, a deferral is sent first and the reply follows.
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
   * Sends the reply when it is ready, or a deferral and then the reply.
   *
   * @param work the reply; failures are mapped to replies before
   * @param fallback sent instead of a deferral where none is allowed
   * @return completes when Discord has the reply, fails when it is lost
   */
  CompletionStage<Void> respond(
      Interaction.Token token,
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
      boolean hasFile = reply instanceof InteractionReply.NewFile;
      boolean isFirst =
          sendFirst(
              first,
              token,
              () ->
                  hasFile
                      ? defer(token, mode, fallback)
                      : initialResponses.send(token, InteractionReply.InitialResponse.of(reply)));
      if ((isFirst && !hasFile) || mode == ResponseMode.IMMEDIATE) {
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

  /** Sends one more message after the reply, visible to the user only. */
  public CompletionStage<Void> sendEphemeral(Interaction.Token token, Message message) {
    return retryWhileNotFound(() -> rest.followUpEphemeral(token, message), MAX_ATTEMPTS);
  }

  private static void complete(CompletableFuture<Void> completion, @Nullable Throwable error) {
    if (error == null) {
      completion.complete(null);
    } else {
      completion.completeExceptionally(error);
    }
  }

  /** Sends the initial response unless one was sent. The stage is set before the call is made. */
  private static boolean sendFirst(
      AtomicReference<@Nullable CompletionStage<Void>> first,
      Interaction.Token token,
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
      Interaction.Token token, ResponseMode mode, InteractionReply fallback) {
    return initialResponses.send(
        token,
        switch (mode) {
          case PUBLIC -> InteractionReply.InitialResponse.deferred(false);
          case EPHEMERAL -> InteractionReply.InitialResponse.deferred(true);
          case UPDATE_MESSAGE -> InteractionReply.InitialResponse.deferredUpdate();
          case IMMEDIATE -> InteractionReply.InitialResponse.of(fallback);
        });
  }

  /**
   * Repeats a call that overtook the deferral in the HTTP response: until then Discord answers 404.
   */
  private CompletionStage<Void> retryWhileNotFound(
      Supplier<CompletionStage<Void>> call, int attemptsLeft) {
    return call.get()
        .exceptionallyCompose(failure -> {
          var cause = AsyncFailures.cause(failure);
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

  /** Sends the reply after a deferral, whose mode may differ from the reply's. */
  private CompletionStage<Void> followUp(
      Interaction.Token token, ResponseMode mode, InteractionReply reply) {
    return switch (reply) {
      case InteractionReply.NewMessage newMessage when mode == ResponseMode.UPDATE_MESSAGE ->
          rest.followUpEphemeral(token, newMessage.message());
      case InteractionReply.NewMessage newMessage
          when newMessage.ephemeral() && mode == ResponseMode.PUBLIC ->
          // an edit would show the ephemeral reply to everyone: the public deferral is deleted
          // first
          rest.deleteResponse(token)
              .thenCompose(_ -> rest.followUpEphemeral(token, newMessage.message()));
      case InteractionReply.NewMessage newMessage -> edit(token, newMessage.message());
      case InteractionReply.NewFile file -> rest.editResponse(token, file);
      case InteractionReply.UpdateMessage update -> edit(token, update.message());
      case InteractionReply.Modal _, InteractionReply.Choices _ ->
          CompletableFuture.completedFuture(null);
    };
  }

  private CompletionStage<Void> edit(Interaction.Token token, Message message) {
    return rest.editResponse(token, message);
  }

  private static void logFailure(Interaction.Token token, @Nullable Throwable error) {
    if (error != null) {
      LOG.warn("Response to {} was not delivered: {}", token, error.getMessage());
    }
  }
}
