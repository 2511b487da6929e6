package dcm.http.api;

import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strong entity tags (RFC 9110, section 8.8.3), most of them made of a revision. */
public final class Etags {
  private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
  private static final Pattern REVISION = Pattern.compile("0|[1-9][0-9]{0,17}");

  private static final String GZIP_SUFFIX = "-gzip";

  private Etags() {}

  public static String of(long revision) {
    return of(Long.toString(revision));
  }

  static String of(String opaque) {
    return "\"" + opaque + "\"";
  }

  /**
   * The ETag of the gzip form of what has this ETag: other bytes need another strong ETag. Where an
   * ETag is compared, both stand for the same.
   */
  public static String gzip(String etag) {
    return etag.substring(0, etag.length() - 1) + GZIP_SUFFIX + "\"";
  }

  /**
   * The revision in {@code If-Match}; null for {@code *}.
   *
   * @throws ProblemException 428 when the header is absent, 412 when its ETag cannot be one of
   *     ours, 400 when it is malformed or lists several
   */
  public static @Nullable Long requiredIfMatch(Optional<String> header) {
    if (header.isEmpty()) {
      throw Problems.preconditionRequired().asException();
    }
    return parseIfMatch(header.get());
  }

  /** As {@link #requiredIfMatch}, but also null when the header is absent. */
  static @Nullable Long optionalIfMatch(Optional<String> header) {
    return header.isEmpty() ? null : parseIfMatch(header.get());
  }

  private static @Nullable Long parseIfMatch(String header) {
    if (header.strip().equals("*")) {
      return null;
    }
    var tags = tags(header, "If-Match");
    if (tags.size() != 1) {
      throw Problems.malformed("If-Match must be one ETag or *.").asException();
    }
    var tag = tags.getFirst();
    // a weak tag never matches (RFC 9110, section 13.1.1), nor does one that we cannot have issued
    if (tag.weak() || !REVISION.matcher(tag.withoutCoding()).matches()) {
      throw Problems.outdated("The ETag does not match the current revision.").asException();
    }
    return Long.parseLong(tag.withoutCoding());
  }

  /**
   * The tag in {@code If-None-Match} that stands for this ETag or for that of its gzip form; null:
   * the client has neither.
   */
  public static @Nullable String matching(Optional<String> header, String etag) {
    if (header.isEmpty()) {
      return null;
    }
    if (header.get().strip().equals("*")) {
      return etag;
    }
    for (var tag : tags(header.get(), "If-None-Match")) {
      if (of(tag.withoutCoding()).equals(etag)) {
        return of(tag.opaque());
      }
    }
    return null;
  }

  private record Tag(boolean weak, String opaque) {
    String withoutCoding() {
      return opaque.endsWith(GZIP_SUFFIX)
          ? opaque.substring(0, opaque.length() - GZIP_SUFFIX.length())
          : opaque;
    }
  }

  private static List<Tag> tags(String header, String name) {
    var tags = new ArrayList<Tag>();
    var remaining = header.strip();
    while (true) {
      var tag = TAG.matcher(remaining);
      if (!tag.lookingAt()) {
        throw Problems.malformed(name + " must be an ETag such as \"12\", in its quotes.")
            .asException();
      }
      tags.add(new Tag(tag.group(1) != null, tag.group(2)));
      remaining = remaining.substring(tag.end()).strip();
      if (remaining.isEmpty()) {
        return tags;
      }
      if (!remaining.startsWith(",")) {
        throw Problems.malformed(name + " must separate ETags by commas.").asException();
      }
      remaining = remaining.substring(1).strip();
    }
  }
}
