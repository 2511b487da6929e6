package dcm.notify;

import dcm.guild.value.MemberId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What to say, in the reader's language.
 *
 * @param language of the words on the buttons
 * @param words with {@code {name}} where something that people typed belongs; times are Discord's
 *     {@code <t:unix:style>}, people its {@code <@id>}
 * @param typed what people typed, by name, as they typed it
 * @param mentions who is to be called: nobody else may be, whatever the text holds
 * @param buttons what the reader can do about it, in this order
 * @param nonce the same for every try of the same delivery; at most 25 characters of [A-Za-z0-9_-]
 * @param lookFirst true: it may be there already, and the nonce be forgotten
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

  /** What can be done about the occurrence that the delivery is about. */
  public enum Button {
    DONE,
    CLAIM,
    SNOOZE
  }

  /**
   * The whole text.
   *
   * @param escape makes typed text harmless where it is shown
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
