package dcm.notify;

import dcm.guild.value.MemberId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A message in the recipient's language.
 *
 * @param language language of the buttons
 * @param template text with {@code {name}} as placeholders of user texts; times are Discord's
 *     {@code <t:unix:style>}, users its {@code <@id>}
 * @param userTexts texts entered by users, unescaped, by placeholder
 * @param mentions the only users who may be mentioned, whatever the text contains
 * @param buttons the buttons, in this order
 * @param nonce the same for every attempt of the same delivery; at most 25 characters of
 *     [A-Za-z0-9_-]
 * @param checkForExisting true: the message may exist already and its nonce may be forgotten
 */
public record OutgoingMessage(
    MessageLanguage language,
    String template,
    Map<String, String> userTexts,
    List<MemberId> mentions,
    List<Button> buttons,
    String nonce,
    boolean checkForExisting) {
  public OutgoingMessage {
    userTexts = Map.copyOf(userTexts);
    mentions = List.copyOf(mentions);
    buttons = List.copyOf(buttons);
  }

  /** An action on the occurrence of the delivery. */
  public enum Button {
    DONE,
    CLAIM,
    SNOOZE
  }

  /**
   * Renders the text.
   *
   * @param escape escapes user texts for the channel
   */
  public String render(UnaryOperator<String> escape) {
    return MessageTemplates.interpolate(
        template,
        name -> {
          String userText = userTexts.get(name);
          return userText == null ? "{" + name + "}" : escape.apply(userText);
        });
  }
}
