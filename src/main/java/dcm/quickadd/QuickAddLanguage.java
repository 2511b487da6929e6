package dcm.quickadd;

import java.util.Locale;

/**
 * The language of who types. Both languages are always understood; it decides what is ambiguous,
 * and the language of alternatives.
 */
public enum QuickAddLanguage {
  EN,
  NL;

  Locale locale() {
    return Locale.forLanguageTag(name().toLowerCase(Locale.ROOT));
  }

  String choose(String english, String dutch) {
    return this == EN ? english : dutch;
  }
}
