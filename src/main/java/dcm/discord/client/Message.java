package dcm.discord.client;

import dcm.guild.value.ChannelId;
import dcm.guild.value.MemberId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to post. User text in it must be escaped Markdown; lengths are truncated to Discord's
 * limits when it is written.
 *
 * @param selects at most 4, each in a row of its own above the buttons
 * @param allowedMentions the members who are pinged when the content mentions them
 */
public record Message(
    String content,
    @Nullable Embed embed,
    List<Select> selects,
    List<Button> buttons,
    List<MemberId> allowedMentions) {
  public Message {
    selects = List.copyOf(selects);
    buttons = List.copyOf(buttons);
    allowedMentions = List.copyOf(allowedMentions);
  }

  /** A message without selects. */
  public Message(
      String content, @Nullable Embed embed, List<Button> buttons, List<MemberId> allowedMentions) {
    this(content, embed, List.of(), buttons, allowedMentions);
  }

  public static Message text(String content) {
    return new Message(content, null, List.of(), List.of());
  }

  public static Message embed(Embed embed) {
    return new Message("", embed, List.of(), List.of());
  }

  public Message withContent(String text) {
    return new Message(text, embed, selects, buttons, allowedMentions);
  }

  public Message withButtons(List<Button> row) {
    return new Message(content, embed, selects, row, allowedMentions);
  }

  public Message withAllowedMentions(List<MemberId> members) {
    return new Message(content, embed, selects, buttons, members);
  }

  public Message withSelects(List<Select> menus) {
    return new Message(content, embed, menus, buttons, allowedMentions);
  }

  /** A menu in a message. Its custom id is as that of a button. */
  public sealed interface Select {
    String customId();

    /** The text while nothing is chosen. */
    String placeholder();
  }

  /**
   * A menu of options.
   *
   * @param several whether any number of them may be chosen, also none; false: exactly one
   * @param options 1 to 25
   */
  public record OptionSelect(
      String customId, String placeholder, boolean several, List<Option> options)
      implements Select {
    public OptionSelect {
      options = List.copyOf(options);
    }
  }

  /**
   * @param value at most 100 characters, unique in its menu
   * @param description empty: none
   */
  public record Option(String label, String value, String description, boolean chosen) {}

  /**
   * A menu of the guild's text channels.
   *
   * @param chosen null: none
   */
  public record ChannelSelect(String customId, String placeholder, @Nullable ChannelId chosen)
      implements Select {}

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
