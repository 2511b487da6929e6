package dcm.notify;

import dcm.guild.value.MemberId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

  public OutgoingMessage {
    userTexts = Map.copyOf(userTexts);
    mentions = List.copyOf(mentions);
    buttons = List.copyOf(buttons);
  }

  /** An action on the occurrence of the delivery, or without one the set-up of the guild. */
  public enum Button {
    DONE,
    CLAIM,
    SNOOZE,
    SETUP
  }

  /**
   * Renders the text.
   *
   * @param escape escapes user texts for the channel
   */
  public String render(UnaryOperator<String> escape) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(placeholder -> {
          String userText = userTexts.get(placeholder.group(1));
          return Matcher.quoteReplacement(
              userText == null ? placeholder.group() : escape.apply(userText));
        });
  }
}
