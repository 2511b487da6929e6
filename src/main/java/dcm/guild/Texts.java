package dcm.guild;

import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What people write: trimmed, bounded in code points, without what no screen can show. */
final class Texts {
  static final int TITLE = 200;
  static final int DESCRIPTION = 4_000;
  static final int NOTE = 1_000;
  static final int NAME = 100;

  private Texts() {}

  /** One line that must say something; a wrong one adds its error and comes back as it is. */
  static String line(@Nullable String raw, String field, int longest, List<FieldError> errors) {
    String text = raw == null ? "" : raw.strip();
    if (!Visibility.shows(text)) {
      errors.add(blank(field));
    }
    judge(text, field, longest, false, errors);
    return text;
  }

  /**
   * Several lines that may be empty, with {@code \n} between them. What only looks empty is a
   * mistake: whoever sent it meant to say something.
   */
  static String lines(@Nullable String raw, String field, int longest, List<FieldError> errors) {
    String text = raw == null ? "" : raw.replace("\r\n", "\n").replace('\r', '\n').strip();
    if (!text.isEmpty() && !Visibility.shows(text)) {
      errors.add(blank(field));
    }
    judge(text, field, longest, true, errors);
    return text;
  }

  /** The same, null when it says nothing. */
  static @Nullable String note(@Nullable String raw, String field, List<FieldError> errors) {
    String text = lines(raw, field, NOTE, errors);
    return text.isEmpty() ? null : text;
  }

  /** The language's canonical BCP 47 tag; null: it is none. */
  static @Nullable String locale(@Nullable String tag) {
    if (tag == null || tag.isBlank() || tag.length() > 35) {
      return null;
    }
    try {
      String canonical = new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
      return canonical.equals("und") ? null : canonical;
    } catch (IllformedLocaleException e) {
      return null;
    }
  }

  /** What Discord calls somebody or something, made fit to keep: it cannot be sent back. */
  static String tame(@Nullable String raw, String otherwise) {
    if (raw == null) {
      return otherwise;
    }
    String text =
        raw.codePoints()
            .filter(point -> !control(point) && !surrogate(point))
            .limit(NAME)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    return Visibility.shows(text) ? text : otherwise;
  }

  private static FieldError blank(String field) {
    return new FieldError(field, "blank", "must say something");
  }

  private static void judge(
      String text, String field, int longest, boolean lines, List<FieldError> errors) {
    if (text.codePointCount(0, text.length()) > longest) {
      errors.add(new FieldError(field, "too-long", "must have at most " + longest + " characters"));
    }
    if (text.codePoints().anyMatch(point -> control(point) && !(lines && point == '\n'))) {
      errors.add(new FieldError(field, "control-character", "must not hold control characters"));
    }
    if (text.codePoints().anyMatch(Texts::surrogate)) {
      errors.add(new FieldError(field, "lone-surrogate", "must be well-formed Unicode"));
    }
  }

  private static boolean control(int point) {
    return Character.getType(point) == Character.CONTROL;
  }

  private static boolean surrogate(int point) {
    return Character.getType(point) == Character.SURROGATE;
  }
}
