package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Validates texts of users: trimmed, limited in code points, without control characters. */
final class TextValidation {
  static final int MAX_TITLE_LENGTH = 200;
  static final int MAX_DESCRIPTION_LENGTH = 4_000;
  static final int MAX_NOTE_LENGTH = 1_000;
  static final int MAX_NAME_LENGTH = 100;

  private TextValidation() {}

  /** A visible single line; an invalid one adds its error and is returned unchanged. */
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
   * Several lines separated by {@code \n}; may be empty. A text of invisible characters is an
   * error, because its author intended a visible one.
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

  /** An optional text of several lines; null when it is empty. */
  static @Nullable String note(
      @Nullable String raw, String field, List<Refusal.FieldError> errors) {
    String text = multiLine(raw, field, MAX_NOTE_LENGTH, errors);
    return text.isEmpty() ? null : text;
  }

  /** The canonical BCP 47 tag of a language; null: it is not well-formed. */
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

  /** A name from Discord, made storable: it cannot be refused. */
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
