package dcm.discord.words;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that we speak. */
public enum Language {
  EN,
  NL;

  /** The first of these BCP 47 tags that we speak; English when there is none. */
  public static Language of(@Nullable String first, @Nullable String second) {
    var language = known(first);
    if (language == null) {
      language = known(second);
    }
    return language == null ? EN : language;
  }

  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Language known(@Nullable String tag) {
    if (tag == null) {
      return null;
    }
    return switch (Locale.forLanguageTag(tag).getLanguage()) {
      case "nl" -> NL;
      case "en" -> EN;
      default -> null;
    };
  }
}
