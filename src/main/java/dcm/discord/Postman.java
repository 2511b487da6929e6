package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.discord.wire.Away;
import dcm.discord.wire.Message;
import dcm.discord.wire.Refused;
import dcm.discord.wire.Rest;
import dcm.discord.words.Escape;
import dcm.discord.words.Language;
import dcm.discord.words.Texts;
import dcm.guild.ChannelId;
import dcm.guild.Parcel;
import dcm.notify.Letter;
import dcm.notify.Receipt;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Posts letters so that each is visible once. For a few minutes Discord itself recognises the
 * nonce; after that we look for the message, which carries the nonce in its buttons.
 */
final class Postman {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Rest rest;

  Postman(Rest rest) {
    this.rest = rest;
  }

  CompletionStage<Receipt> post(ChannelId channel, Parcel parcel, Letter letter) {
    var message = message(parcel, letter);
    if (!letter.lookFirst()) {
      return post(channel, message, letter);
    }
    return rest.latest(channel)
        .thenCompose(latest -> {
          String there = find(latest, message, letter.nonce());
          return there == null
              ? post(channel, message, letter)
              : completedFuture(new Receipt.Delivered(there));
        });
  }

  private CompletionStage<Receipt> post(ChannelId channel, Message message, Letter letter) {
    return rest.post(channel, message, letter.nonce()).thenApply(Receipt.Delivered::new);
  }

  static Message message(Parcel parcel, Letter letter) {
    var texts = Texts.in(Language.of(letter.language().tag(), null));
    var buttons =
        letter.buttons().stream().map(button -> button(button, parcel, letter, texts)).toList();
    return Message.text(letter.text(Escape::line)).withButtons(buttons).pinging(letter.mentions());
  }

  private static Message.Button button(
      Letter.Button button, Parcel parcel, Letter letter, Texts texts) {
    return switch (button) {
      case DONE ->
          button(Message.Style.SUCCESS, "button.done", ButtonId.Action.DONE, parcel, letter, texts);
      case CLAIM ->
          button(
              Message.Style.PRIMARY, "button.claim", ButtonId.Action.CLAIM, parcel, letter, texts);
      case SNOOZE ->
          button(
              Message.Style.SECONDARY,
              "button.snooze",
              ButtonId.Action.SNOOZE,
              parcel,
              letter,
              texts);
    };
  }

  private static Message.Button button(
      Message.Style style,
      String words,
      ButtonId.Action action,
      Parcel parcel,
      Letter letter,
      Texts texts) {
    var id =
        new ButtonId(
            action,
            parcel.guild(),
            parcel.task().id(),
            parcel.delivery().ordinal(),
            letter.nonce());
    return new Message.Button(style, texts.say(words), id.toString());
  }

  /** Ours by the nonce in its buttons; one without buttons by its very words. */
  private static @Nullable String find(JsonNode latest, Message message, String nonce) {
    for (var there : latest) {
      List<String> ids = there.path("components").findValuesAsText("custom_id");
      boolean ours =
          message.buttons().isEmpty()
              ? there.path("author").path("bot").asBoolean()
                  && there.path("content").asText().equals(message.content())
              : ids.stream().anyMatch(id -> id.endsWith(":" + nonce));
      if (ours) {
        return there.path("id").asText();
      }
    }
    return null;
  }

  /**
   * What a failed call means: where we may not write or nobody is, we never shall; a token that is
   * refused is the operator's to mend.
   */
  static Receipt failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case Refused refused when refused.status() == UNAUTHORIZED ->
          new Receipt.Later("unauthorized", null);
      case Refused refused ->
          new Receipt.Refused(
              Integer.toString(refused.code() == 0 ? refused.status() : refused.code()),
              refused.status() == FORBIDDEN || refused.status() == NOT_FOUND || mute(refused));
      case Away _ -> new Receipt.Later("discord-away", null);
      default -> throw new CompletionException(cause);
    };
  }

  /** Whoever closed their direct messages is not written to again, whatever the status. */
  private static boolean mute(Refused refused) {
    return refused.code() == 50007 || refused.code() == 50278;
  }
}
