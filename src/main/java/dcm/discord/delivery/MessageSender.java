package dcm.discord.delivery;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.DiscordUnavailableException;
import dcm.discord.client.Message;
import dcm.discord.command.SetupComponentId;
import dcm.discord.command.TaskButtonId;
import dcm.discord.text.DiscordMessages;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.value.ChannelId;
import dcm.guild.value.DeliveryDetails;
import dcm.notify.MessageBundle;
import dcm.notify.OutgoingMessage;
import dcm.notify.SendResult;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Posts deliveries so that each is visible once. For a few minutes Discord recognises the nonce;
 * after that the latest messages are searched for the nonce, which the buttons contain.
 */
public final class MessageSender {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final DiscordRest rest;

  MessageSender(DiscordRest rest) {
    this.rest = rest;
  }

  CompletionStage<SendResult> post(
      ChannelId channel, DeliveryDetails details, OutgoingMessage outgoing) {
    var message = message(details, outgoing);
    if (!outgoing.checkForExisting()) {
      return post(channel, message, outgoing);
    }
    return rest.latestMessages(channel)
        .thenCompose(latest -> {
          String posted = findPosted(latest, message, outgoing.nonce());
          return posted == null
              ? post(channel, message, outgoing)
              : completedFuture(new SendResult.Delivered(posted));
        });
  }

  private CompletionStage<SendResult> post(
      ChannelId channel, Message message, OutgoingMessage outgoing) {
    return rest.post(channel, message, outgoing.nonce()).thenApply(SendResult.Delivered::new);
  }

  static Message message(DeliveryDetails details, OutgoingMessage outgoing) {
    var messages = DiscordMessages.of(outgoing.language());
    var buttons =
        outgoing.buttons().stream()
            .map(button -> button(button, details, outgoing, messages))
            .toList();
    return Message.text(outgoing.render(MarkdownEscape::singleLine))
        .withButtons(buttons)
        .withAllowedMentions(outgoing.mentions());
  }

  private static Message.Button button(
      OutgoingMessage.Button button,
      DeliveryDetails details,
      OutgoingMessage outgoing,
      MessageBundle messages) {
    return switch (button) {
      case DONE ->
          button(
              Message.Style.SUCCESS,
              "button.done",
              TaskButtonId.Action.DONE,
              details,
              outgoing,
              messages);
      case CLAIM ->
          button(
              Message.Style.PRIMARY,
              "button.claim",
              TaskButtonId.Action.CLAIM,
              details,
              outgoing,
              messages);
      case SETUP ->
          new Message.Button(
              Message.Style.PRIMARY,
              messages.format("button.setup"),
              SetupComponentId.open(outgoing.nonce()));
      case SNOOZE ->
          button(
              Message.Style.SECONDARY,
              "button.snooze",
              TaskButtonId.Action.SNOOZE,
              details,
              outgoing,
              messages);
    };
  }

  private static Message.Button button(
      Message.Style style,
      String labelKey,
      TaskButtonId.Action action,
      DeliveryDetails details,
      OutgoingMessage outgoing,
      MessageBundle messages) {
    var id =
        new TaskButtonId(
            action,
            details.guild(),
            Objects.requireNonNull(details.task()).id(),
            details.delivery().ordinal(),
            outgoing.nonce());
    return new Message.Button(style, messages.format(labelKey), id.toString());
  }

  /** Finds a message by the nonce in its buttons; one without buttons by its exact text. */
  private static @Nullable String findPosted(JsonNode latest, Message message, String nonce) {
    for (var posted : latest) {
      List<String> ids = posted.path("components").findValuesAsText("custom_id");
      boolean isOwn =
          message.buttons().isEmpty()
              ? posted.path("author").path("bot").asBoolean()
                  && posted.path("content").asText().equals(message.content())
              : ids.stream().anyMatch(id -> id.endsWith(":" + nonce));
      if (isOwn) {
        return posted.path("id").asText();
      }
    }
    return null;
  }

  /**
   * The result of a failed call. A forbidden or unknown recipient fails for good; an invalid token
   * is retried, because the operator has to replace it.
   */
  public static SendResult resultOf(Throwable failure) {
    Throwable cause = AsyncFailures.cause(failure);
    return switch (cause) {
      case DiscordRejectedException rejected when rejected.status() == UNAUTHORIZED ->
          new SendResult.RetryLater("unauthorized", null);
      case DiscordRejectedException rejected ->
          new SendResult.Failed(
              Integer.toString(rejected.code() == 0 ? rejected.status() : rejected.code()),
              rejected.status() == FORBIDDEN
                  || rejected.status() == NOT_FOUND
                  || refusesDirectMessages(rejected));
      case DiscordUnavailableException _ -> new SendResult.RetryLater("discord-unavailable", null);
      default -> throw new CompletionException(cause);
    };
  }

  /**
   * Whether the user refuses direct messages: such a delivery fails for good, whatever the status.
   */
  private static boolean refusesDirectMessages(DiscordRejectedException rejected) {
    return rejected.code() == 50007 || rejected.code() == 50278;
  }
}
