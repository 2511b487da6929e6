package dcm.http.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language of the guide: its document in {@code docs}, and the words around it. */
enum GuideLanguage {
  EN("guide.md", "English", "Guide", "On this page", "To the dashboard"),
  NL("handleiding.md", "Nederlands", "Handleiding", "Op deze pagina", "Naar het dashboard");

  private static final List<String> TAGS = Arrays.stream(values()).map(GuideLanguage::tag).toList();

  final String document;
  final String ownName;
  final String title;
  final String contents;
  final String dashboard;

  GuideLanguage(String document, String ownName, String title, String contents, String dashboard) {
    this.document = document;
    this.ownName = ownName;
    this.title = title;
    this.contents = contents;
    this.dashboard = dashboard;
  }

  /** The language that a browser prefers; English when it names neither or is unreadable. */
  static GuideLanguage preferred(@Nullable String acceptLanguage) {
    if (acceptLanguage == null) {
      return EN;
    }
    try {
      var tag = Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), TAGS);
      return tag == null ? EN : valueOf(tag.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      return EN;
    }
  }

  /** As in {@code lang} and {@code Content-Language}. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  GuideLanguage other() {
    return this == EN ? NL : EN;
  }

  String path() {
    return "/guide?lang=" + tag();
  }
}
