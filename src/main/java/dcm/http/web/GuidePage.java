package dcm.http.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A guide as a page. HTML within the Markdown is shown as text. Headings have the anchors that
 * GitHub gives them, so that links within the document work in both places.
 */
final class GuidePage implements AttributeProvider {
  private static final Parser PARSER = Parser.builder().build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .attributeProviderFactory(_ -> new GuidePage())
          .build();

  private GuidePage() {}

  static String render(String markdown, GuideLanguage language) {
    var document = PARSER.parse(markdown);
    return """
    <!doctype html>
    <html lang="%1$s">
      <head>
        <meta charset="utf-8">
        <title>DCM · %2$s</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="/web/img/favicon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/web/app.css">
        <link rel="stylesheet" href="/web/css/guide.css">
        <script src="/web/js/early.js"></script>
      </head>
      <body class="guide">
        <header>
          <a href="/">%3$s</a>
          <a href="%4$s" lang="%5$s" hreflang="%5$s">%6$s</a>
        </header>
        <nav aria-label="%7$s">
          <p>%7$s</p>
          %8$s
        </nav>
        <main>%9$s</main>
      </body>
    </html>
    """
        .formatted(
            language.tag(),
            language.title,
            language.dashboard,
            language.other().path(),
            language.other().tag(),
            language.other().ownName,
            language.contents,
            contents(document),
            RENDERER.render(document));
  }

  @Override
  public void setAttributes(Node node, String tagName, Map<String, String> attributes) {
    switch (node) {
      case Heading heading -> attributes.put("id", anchor(heading));
      case Image image when tagName.equals("img") -> {
        attributes.put("src", "/guide/" + image.getDestination());
        attributes.put("loading", "lazy");
      }
      case Link link -> {
        for (var language : GuideLanguage.values()) {
          if (link.getDestination().equals(language.document)) {
            attributes.put("href", language.path());
          }
        }
      }
      default -> {}
    }
  }

  /** A list of links to the document's sections. */
  private static String contents(Node document) {
    var list = new BulletList();
    list.setTight(true);
    for (var heading : headings(document)) {
      var link = new Link("#" + anchor(heading), null);
      link.appendChild(new Text(text(heading)));
      var paragraph = new Paragraph();
      paragraph.appendChild(link);
      var item = new ListItem();
      item.appendChild(paragraph);
      list.appendChild(item);
    }
    return RENDERER.render(list);
  }

  private static List<Heading> headings(Node document) {
    var headings = new ArrayList<Heading>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            if (heading.getLevel() == 2) {
              headings.add(heading);
            }
          }
        });
    return headings;
  }

  private static String anchor(Heading heading) {
    return text(heading)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private static String text(Node node) {
    var text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }
}
