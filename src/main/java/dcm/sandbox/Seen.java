package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Interactions.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the bot and says what the person sees: {@code {interaction, response}}, or {@code
 * {interaction, error: "timeout"}} after 3 s. Of a deferred answer it tells the final message, for
 * which it waits 10 s more.
 */
final class Seen {
  private static final long DEFERRED_MILLIS = 10_000;

  /** A little more than the bot has, so that an answer in time is never called late here. */
  private static final long PATIENCE_MILLIS = Interaction.ANSWER_MILLIS + 100;

  private final Parts parts;

  Seen(Parts parts) {
    this.parts = parts;
  }

  CompletionStage<Answer> answer(Delivery.Begun begun) {
    String id = begun.interaction().id();
    CompletableFuture<Outcome.Changed> change = parts.interactions().change(id);
    CompletableFuture<Outcome.Answered> nobody = new CompletableFuture<>();
    return begun
        .answer()
        .applyToEither(
            nobody.completeOnTimeout(
                new Outcome.Answered(0, Json.object()), PATIENCE_MILLIS, TimeUnit.MILLISECONDS),
            answered -> answered)
        .thenCompose(answered ->
            isDeferred(answered.type())
                ? change
                    .copy()
                    .handle((changed, problem) -> answered)
                    .completeOnTimeout(answered, DEFERRED_MILLIS, TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(answered))
        .thenCompose(answered -> parts.desk().ask(() -> shape(id, answered)));
  }

  private static boolean isDeferred(int type) {
    return type == Callbacks.DEFERRED_MESSAGE || type == Callbacks.DEFERRED_UPDATE;
  }

  private CompletionStage<Answer> shape(String id, Outcome.Answered answered) {
    Interaction now = parts.interactions().find(id).orElseThrow();
    ObjectNode shape = Json.object();
    shape
        .putObject("interaction")
        .put("id", id)
        .put("type", now.type())
        .put("user", now.userId())
        .put("guild_id", now.guildId())
        .put("channel_id", now.channelId());
    if (answered.type() == 0) {
      shape.put("error", "timeout");
      return CompletableFuture.completedFuture(Answer.ok(shape));
    }
    ObjectNode response =
        shape.putObject("response").put("type", answered.type()).put("kind", kind(answered.type()));
    switch (answered.type()) {
      case Callbacks.CHOICES -> {
        JsonNode choices = answered.data().path("choices");
        response.set("choices", choices);
        shape.set("choices", choices);
      }
      case Callbacks.MODAL -> response.set("modal", answered.data());
      default -> message(now, answered, response);
    }
    return CompletableFuture.completedFuture(Answer.ok(shape));
  }

  private void message(Interaction now, Outcome.Answered answered, ObjectNode response) {
    boolean deferred = isDeferred(answered.type());
    response.put("deferred", deferred);
    String original = now.original();
    if (original != null) {
      parts
          .messages()
          .find(original)
          .ifPresent(post -> {
            response.set("message", post.seen());
            response.put("ephemeral", post.visibleTo() != null);
          });
    }
    response.set(
        "followups",
        Json.array(
            parts.messages().inChannel(now.channelId()).stream()
                .filter(post -> post.answers(now.token()) && !post.id().equals(original))
                .map(Post::seen)));
  }

  private static String kind(int type) {
    return switch (type) {
      case Callbacks.MESSAGE, Callbacks.DEFERRED_MESSAGE -> "message";
      case Callbacks.UPDATE, Callbacks.DEFERRED_UPDATE -> "update";
      case Callbacks.CHOICES -> "choices";
      default -> "modal";
    };
  }
}
