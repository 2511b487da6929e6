package dcm.transfer.format;

/** Descriptions in HTML, as plain text. */
final class Markup {
  private Markup() {}

  static String plain(String html) {
    if (!html.contains("<") && !html.contains("&")) {
      return html.strip();
    }
    return html.replaceAll("(?i)<(br\\s*/?|/p|/li|/div)>", "\n")
        .replaceAll("(?i)<li[^>]*>", "- ")
        .replaceAll("</?[a-zA-Z][^>]*>", "")
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }
}
