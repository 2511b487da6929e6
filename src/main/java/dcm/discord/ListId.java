package dcm.discord;

import dcm.guild.GroupingId;
import dcm.guild.MemberId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a button that turns the pages of a list carries: the whole question. Written {@code
 * l1:<show>:<who>:<category>:<page>:<search>}; at most 100 characters because a search has at most
 * {@link Menu#LONGEST_SEARCH}.
 *
 * @param page from 0
 */
record ListId(
    Show show,
    @Nullable MemberId who,
    @Nullable GroupingId category,
    int page,
    @Nullable String search) {
  private static final Pattern FORM =
      Pattern.compile(
          "l1:([a-z]{1,8}):([0-9]{0,19}):([\\w-]{22}|):([0-9]{1,5}):(.*)", Pattern.DOTALL);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** The names on the wire are for ever: old messages carry them. */
  enum Show {
    ACTIVE,
    MINE,
    OVERDUE,
    DONE;

    /** As the option and the button call it; null when it is none of ours. */
    static @Nullable Show of(String word) {
      for (var each : values()) {
        if (each.word().equals(word)) {
          return each;
        }
      }
      return null;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ListId at(int other) {
    return new ListId(show, who, category, other, search);
  }

  /**
   * @return null when the text is none of ours
   */
  static @Nullable ListId read(String text) {
    var found = FORM.matcher(text);
    if (!found.matches()) {
      return null;
    }
    var show = Show.of(found.group(1));
    if (show == null) {
      return null;
    }
    try {
      return new ListId(
          show,
          found.group(2).isEmpty() ? null : MemberId.of(found.group(2)),
          found.group(3).isEmpty() ? null : category(found.group(3)),
          Integer.parseInt(found.group(4)),
          found.group(5).isEmpty() ? null : found.group(5));
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  private static GroupingId category(String written) {
    var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(written));
    return new GroupingId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static String written(GroupingId category) {
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(category.value().getMostSignificantBits());
    bytes.putLong(category.value().getLeastSignificantBits());
    return ENCODER.encodeToString(bytes.array());
  }

  @Override
  public String toString() {
    return "l1:%s:%s:%s:%d:%s"
        .formatted(
            show.word(),
            who == null ? "" : who,
            category == null ? "" : written(category),
            page,
            search == null ? "" : search);
  }
}
