package dcm.discord.command;

import dcm.discord.registration.SlashCommands;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Custom id of a paging button of the task list: the complete query. Written {@code
 * l1:<show>:<member>:<category>:<page>:<search>}; at most 100 characters, because a search has at
 * most {@link SlashCommands#MAX_SEARCH_LENGTH}.
 *
 * @param page from 0
 */
public record TaskListButtonId(
    Show show,
    @Nullable MemberId member,
    @Nullable GroupingId category,
    int page,
    @Nullable String search) {
  private static final Pattern PATTERN =
      Pattern.compile(
          "l1:([a-z]{1,8}):([0-9]{0,19}):([\\w-]{22}|):([0-9]{1,5}):(.*)", Pattern.DOTALL);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Names must never change: old messages contain them. */
  enum Show {
    ACTIVE,
    MINE,
    OVERDUE,
    DONE;

    /** The value of an option or a button id; null when it is unknown. */
    static @Nullable Show of(String value) {
      for (var candidate : values()) {
        if (candidate.optionValue().equals(value)) {
          return candidate;
        }
      }
      return null;
    }

    private String optionValue() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The key of what an empty list says. */
  String emptyTextKey() {
    boolean filtered = member != null || category != null || search != null;
    return filtered ? "list.empty-filtered" : "list.empty-" + show.optionValue();
  }

  TaskListButtonId withPage(int newPage) {
    return new TaskListButtonId(show, member, category, newPage, search);
  }

  /**
   * @return null when the text is not a task list button id
   */
  public static @Nullable TaskListButtonId parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    var show = Show.of(matcher.group(1));
    if (show == null) {
      return null;
    }
    try {
      return new TaskListButtonId(
          show,
          matcher.group(2).isEmpty() ? null : MemberId.of(matcher.group(2)),
          matcher.group(3).isEmpty() ? null : category(matcher.group(3)),
          Integer.parseInt(matcher.group(4)),
          matcher.group(5).isEmpty() ? null : matcher.group(5));
    } catch (IllegalArgumentException notATaskListButtonId) {
      return null;
    }
  }

  private static GroupingId category(String encoded) {
    var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(encoded));
    return new GroupingId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static String encoded(GroupingId category) {
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(category.value().getMostSignificantBits());
    bytes.putLong(category.value().getLeastSignificantBits());
    return ENCODER.encodeToString(bytes.array());
  }

  @Override
  public String toString() {
    return "l1:%s:%s:%s:%d:%s"
        .formatted(
            show.optionValue(),
            member == null ? "" : member,
            category == null ? "" : encoded(category),
            page,
            search == null ? "" : search);
  }
}
