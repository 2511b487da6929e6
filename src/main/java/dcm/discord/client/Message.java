package dcm.discord.client;

import dcm.guild.value.MemberId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to post. User text in it must be escaped Markdown; lengths are truncated to Discord's
 * limits when it is written.
 *
 * @param allowedMentions the members who are pinged when the content mentions them
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
   * @param customId at most 100 characters; contains all that a click weeks later needs
   */
  public record Button(Style style, String label, String customId) {}

  /** Discord's button styles with their numbers in JSON. */
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
