package dcm.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, section 8.8.3): a thing's revision, strong. */
final class Etags {
  private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
  private static final Pattern REVISION = Pattern.compile("0|[1-9][0-9]{0,17}");

  private Etags() {}

  static String of(long revision) {
    return "\"" + revision + "\"";
  }

  /**
   * The revision that {@code If-Match} names; null for {@code *}, any.
   *
   * @throws Rejected 428 when the header is absent, 412 when it names nothing that ever was, 400
   *     when it cannot be read or names several
   */
  static @Nullable Long required(Optional<String> header) {
    if (header.isEmpty()) {
      throw Problems.preconditionRequired().asException();
    }
    return matching(header.get());
  }

  /** As {@link #required}, but null also when the header is absent. */
  static @Nullable Long optional(Optional<String> header) {
    return header.isEmpty() ? null : matching(header.get());
  }

  private static @Nullable Long matching(String header) {
    if (header.strip().equals("*")) {
      return null;
    }
    var tags = tags(header, "If-Match");
    if (tags.size() != 1) {
      throw Problems.unreadable("If-Match must name one ETag here, or be *.").asException();
    }
    var tag = tags.getFirst();
    // a weak tag never matches (RFC 9110, section 13.1.1), nor does one that we never gave
    if (tag.weak() || !REVISION.matcher(tag.opaque()).matches()) {
      throw Problems.outdated("This is no ETag of the thing as it is now.").asException();
    }
    return Long.parseLong(tag.opaque());
  }

  /** Whether {@code If-None-Match} says that the caller has this revision already. */
  static boolean known(Optional<String> header, long revision) {
    return header
        .filter(text ->
            text.strip().equals("*")
                || tags(text, "If-None-Match").stream()
                    .anyMatch(tag -> tag.opaque().equals(Long.toString(revision))))
        .isPresent();
  }

  private record Tag(boolean weak, String opaque) {}

  private static List<Tag> tags(String header, String name) {
    var tags = new ArrayList<Tag>();
    var rest = header.strip();
    while (true) {
      var tag = TAG.matcher(rest);
      if (!tag.lookingAt()) {
        throw Problems.unreadable(name + " must be an ETag such as \"12\", in its quotes.")
            .asException();
      }
      tags.add(new Tag(tag.group(1) != null, tag.group(2)));
      rest = rest.substring(tag.end()).strip();
      if (rest.isEmpty()) {
        return tags;
      }
      if (!rest.startsWith(",")) {
        throw Problems.unreadable(name + " must separate ETags by commas.").asException();
      }
      rest = rest.substring(1).strip();
    }
  }
}
