package dcm.discord.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that we speak. */
public enum DiscordLanguage {
  EN,
  NL;

  /** The first of these BCP 47 tags that we speak; English when there is none. */
  public static DiscordLanguage of(@Nullable String first, @Nullable String second) {
    var language = supported(first);
    if (language == null) {
      language = supported(second);
    }
    return language == null ? EN : language;
  }

  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable DiscordLanguage supported(@Nullable String tag) {
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
