package dcm.discord.client;

import dcm.guild.value.MemberId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it shall look. User text in it must be safe Markdown already; lengths are cut to
 * Discord's limits when it is written.
 *
 * @param mentioned who of those mentioned in the content is really pinged
 */
public record Message(
    String content, @Nullable Embed embed, List<Button> buttons, List<MemberId> allowedMentions) {
  public Message {
    buttons = List.copyOf(buttons);
    allowedMentions = List.copyOf(allowedMentions);
  }

  public static Message text(String content) {
    return new Message(content, null, List.of(), List.of());
  }

  public static Message embed(Embed embed) {
    return new Message("", embed, List.of(), List.of());
  }

  public Message withContent(String text) {
    return new Message(text, embed, buttons, allowedMentions);
  }

  public Message withButtons(List<Button> row) {
    return new Message(content, embed, row, allowedMentions);
  }

  public Message withAllowedMentions(List<MemberId> members) {
    return new Message(content, embed, buttons, members);
  }

  /**
   * @param colour 0xRRGGBB
   */
  public record Embed(String title, String description, List<Field> fields, int colour) {
    public Embed {
      fields = List.copyOf(fields);
    }
  }

  public record Field(String name, String value, boolean inline) {}

  /**
   * @param customId at most 100 characters; carries all that a click weeks later needs
   */
  public record Button(Style style, String label, String customId) {}

  /** Discord's button styles by their number on the wire. */
  public enum Style {
    PRIMARY(1),
    SECONDARY(2),
    SUCCESS(3),
    DANGER(4);

    final int number;

    Style(int number) {
      this.number = number;
    }
  }
}
