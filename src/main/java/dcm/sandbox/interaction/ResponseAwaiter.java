package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.interaction.InteractionStore.InteractionOutcome;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.StoredMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Awaits the bot's response and reports what the user sees: {@code {interaction, response}}, or
 * {@code {interaction, error: "timeout"}} after 3 s. For a deferred response it reports the final
 * message, which it awaits for 10 s more.
 */
public final class ResponseAwaiter {
  private static final long DEFERRED_TIMEOUT_MILLIS = 10_000;

  /** Slightly longer than the bot's deadline, so that a response in time is never reported late. */
  private static final long RESPONSE_TIMEOUT_MILLIS =
      PendingInteraction.RESPONSE_TIMEOUT_MILLIS + 100;

  private final SandboxContext context;

  public ResponseAwaiter(SandboxContext context) {
    this.context = context;
  }

  public CompletionStage<SandboxResponse> awaitResponse(
      InteractionDelivery.StartedInteraction started) {
    String id = started.interaction().id();
    CompletableFuture<InteractionOutcome.Updated> update = context.interactions().updateOf(id);
    CompletableFuture<InteractionOutcome.Responded> timeout = new CompletableFuture<>();
    return started
        .response()
        .applyToEither(
            timeout.completeOnTimeout(
                new InteractionOutcome.Responded(0, SandboxJson.object()),
                RESPONSE_TIMEOUT_MILLIS,
                TimeUnit.MILLISECONDS),
            responded -> responded)
        .thenCompose(responded ->
            isDeferred(responded.type())
                ? update
                    .copy()
                    .handle((updated, failure) -> responded)
                    .completeOnTimeout(responded, DEFERRED_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(responded))
        .thenCompose(responded -> context.eventLoop().submit(() -> toResponse(id, responded)));
  }

  private static boolean isDeferred(int type) {
    return type == InteractionLifecycle.DEFERRED_MESSAGE
        || type == InteractionLifecycle.DEFERRED_UPDATE;
  }

  private CompletionStage<SandboxResponse> toResponse(
      String id, InteractionOutcome.Responded responded) {
    PendingInteraction interaction = context.interactions().find(id).orElseThrow();
    ObjectNode json = SandboxJson.object();
    json.putObject("interaction")
        .put("id", id)
        .put("type", interaction.type())
        .put("user", interaction.userId())
        .put("guild_id", interaction.guildId())
        .put("channel_id", interaction.channelId());
    if (responded.type() == 0) {
      json.put("error", "timeout");
      return CompletableFuture.completedFuture(SandboxResponse.ok(json));
    }
    ObjectNode response =
        json.putObject("response")
            .put("type", responded.type())
            .put("kind", kind(responded.type()));
    switch (responded.type()) {
      case InteractionLifecycle.CHOICES -> {
        JsonNode choices = responded.data().path("choices");
        response.set("choices", choices);
        json.set("choices", choices);
      }
      case InteractionLifecycle.MODAL -> response.set("modal", responded.data());
      default -> addMessage(interaction, responded, response);
    }
    return CompletableFuture.completedFuture(SandboxResponse.ok(json));
  }

  private void addMessage(
      PendingInteraction interaction, InteractionOutcome.Responded responded, ObjectNode response) {
    boolean deferred = isDeferred(responded.type());
    response.put("deferred", deferred);
    String originalId = interaction.originalMessageId();
    if (originalId != null) {
      context
          .messages()
          .find(originalId)
          .ifPresent(message -> {
            response.set("message", message.toControlJson());
            response.put("ephemeral", message.visibleTo() != null);
          });
    }
    response.set(
        "followups",
        SandboxJson.array(
            context.messages().listByChannel(interaction.channelId()).stream()
                .filter(message ->
                    message.isResponseTo(interaction.token()) && !message.id().equals(originalId))
                .map(StoredMessage::toControlJson)));
  }

  private static String kind(int type) {
    return switch (type) {
      case InteractionLifecycle.MESSAGE, InteractionLifecycle.DEFERRED_MESSAGE -> "message";
      case InteractionLifecycle.UPDATE, InteractionLifecycle.DEFERRED_UPDATE -> "update";
      case InteractionLifecycle.CHOICES -> "choices";
      default -> "modal";
    };
  }
}
