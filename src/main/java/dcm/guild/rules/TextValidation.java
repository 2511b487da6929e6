package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What people write: trimmed, bounded in code points, without what no screen can show. */
final class TextValidation {
  static final int MAX_TITLE_LENGTH = 200;
  static final int MAX_DESCRIPTION_LENGTH = 4_000;
  static final int MAX_NOTE_LENGTH = 1_000;
  static final int MAX_NAME_LENGTH = 100;

  private TextValidation() {}

  /** One line that must say something; a wrong one adds its error and comes back as it is. */
  static String singleLine(
      @Nullable String raw, String field, int maxLength, List<Refusal.FieldError> errors) {
    String text = raw == null ? "" : raw.strip();
    if (!TextVisibility.isVisible(text)) {
      errors.add(blankError(field));
    }
    validate(text, field, maxLength, false, errors);
    return text;
  }

  /**
   * Several lines that may be empty, with {@code \n} between them. What only looks empty is a
   * mistake: whoever sent it meant to say something.
   */
  static String multiLine(
      @Nullable String raw, String field, int maxLength, List<Refusal.FieldError> errors) {
    String text = raw == null ? "" : raw.replace("\r\n", "\n").replace('\r', '\n').strip();
    if (!text.isEmpty() && !TextVisibility.isVisible(text)) {
      errors.add(blankError(field));
    }
    validate(text, field, maxLength, true, errors);
    return text;
  }

  /** The same, null when it says nothing. */
  static @Nullable String note(
      @Nullable String raw, String field, List<Refusal.FieldError> errors) {
    String text = multiLine(raw, field, MAX_NOTE_LENGTH, errors);
    return text.isEmpty() ? null : text;
  }

  /** The language's canonical BCP 47 tag; null: it is none. */
  static @Nullable String canonicalLocale(@Nullable String tag) {
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
  static String sanitize(@Nullable String raw, String fallback) {
    if (raw == null) {
      return fallback;
    }
    String text =
        raw.codePoints()
            .filter(codePoint -> !isControl(codePoint) && !isSurrogate(codePoint))
            .limit(MAX_NAME_LENGTH)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    return TextVisibility.isVisible(text) ? text : fallback;
  }

  private static Refusal.FieldError blankError(String field) {
    return new Refusal.FieldError(field, "blank", "must not be blank");
  }

  private static void validate(
      String text,
      String field,
      int maxLength,
      boolean multiLine,
      List<Refusal.FieldError> errors) {
    if (text.codePointCount(0, text.length()) > maxLength) {
      errors.add(
          new Refusal.FieldError(
              field, "too-long", "must have at most " + maxLength + " characters"));
    }
    if (text.codePoints()
        .anyMatch(codePoint -> isControl(codePoint) && !(multiLine && codePoint == '\n'))) {
      errors.add(
          new Refusal.FieldError(
              field, "control-character", "must not contain control characters"));
    }
    if (text.codePoints().anyMatch(TextValidation::isSurrogate)) {
      errors.add(new Refusal.FieldError(field, "lone-surrogate", "must be well-formed Unicode"));
    }
  }

  private static boolean isControl(int codePoint) {
    return Character.getType(codePoint) == Character.CONTROL;
  }

  private static boolean isSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }
}
