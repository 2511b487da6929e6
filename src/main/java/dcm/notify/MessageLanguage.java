package dcm.notify;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language in which DCM has texts. */
public enum MessageLanguage {
  EN,
  NL;

  /** The language of a BCP 47 tag; English for other languages. */
  public static MessageLanguage of(String tag) {
    return of(tag, null);
  }

  /** The language of the first of these BCP 47 tags that is supported; otherwise English. */
  public static MessageLanguage of(@Nullable String first, @Nullable String second) {
    var language = supported(first);
    if (language == null) {
      language = supported(second);
    }
    return language == null ? EN : language;
  }

  private static @Nullable MessageLanguage supported(@Nullable String tag) {
    if (tag == null) {
      return null;
    }
    String language = Locale.forLanguageTag(tag).getLanguage();
    return Stream.of(values()).filter(each -> each.tag().equals(language)).findAny().orElse(null);
  }

  /** The BCP 47 tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Locale locale() {
    return Locale.forLanguageTag(tag());
  }
}
