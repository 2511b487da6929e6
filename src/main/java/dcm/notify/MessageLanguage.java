package dcm.notify;

import java.util.Locale;
import java.util.stream.Stream;

/** The languages that letters are written in. */
public enum MessageLanguage {
  EN,
  NL;

  /** The language of a BCP 47 tag; English for those that we do not speak. */
  public static MessageLanguage of(String tag) {
    String language = Locale.forLanguageTag(tag).getLanguage();
    return Stream.of(values()).filter(each -> each.tag().equals(language)).findAny().orElse(EN);
  }

  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
