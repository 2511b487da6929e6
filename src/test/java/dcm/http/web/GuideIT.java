package dcm.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.http.pipeline.BareHttpTestServer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guide as a browser receives it. */
class GuideIT {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
  private static BareHttpTestServer server;

  @BeforeAll
  static void open() throws Exception {
    var resources = new StaticResources();
    server =
        new BareHttpTestServer(
            Stream.concat(
                    new DashboardRoutes(resources).endpoints().stream(),
                    new GuideRoutes(resources).endpoints().stream())
                .toList(),
            "");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void the_language_is_that_of_the_query_or_else_of_the_browser() throws Exception {
    assertThat(server.get("/guide").body()).contains("<html lang=\"en\">", ">Undo</h2>");
    for (var accepted : List.of("nl", "nl-BE,en;q=0.5", "fr,nl;q=0.8,en;q=0.3")) {
      var dutch = server.get("/guide", "Accept-Language", accepted);
      assertThat(dutch.body()).contains("<html lang=\"nl\">", ">Ongedaan maken</h2>");
      assertThat(dutch.headers().firstValue("Content-Language")).hasValue("nl");
      assertThat(dutch.headers().allValues("Vary")).contains("Accept-Language");
    }
    for (var accepted : List.of("en-GB,nl;q=0.5", "fr", "*", ";q=", "nl;q=0")) {
      assertThat(server.get("/guide", "Accept-Language", accepted).body())
          .as(accepted)
          .contains("<html lang=\"en\">");
    }
    assertThat(server.get("/guide?lang=nl", "Accept-Language", "en").body())
        .contains("<html lang=\"nl\">");
    assertThat(server.get("/guide?lang=fr").statusCode()).isEqualTo(400);
  }

  @Test
  void the_page_is_cached_compressed_and_has_no_script_or_style_of_its_own() throws Exception {
    var page = server.get("/guide?lang=nl");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body())
        .doesNotContain("<style", " style=")
        .doesNotContainPattern("<script(?! src=)");
    var etag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get("/guide?lang=nl", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(server.get("/guide?lang=en", "If-None-Match", etag).statusCode()).isEqualTo(200);
    assertThat(server.get("/guide", "Accept-Encoding", "gzip").headers().map())
        .containsEntry("content-encoding", List.of("gzip"));
  }

  @Test
  void everything_that_the_pages_refer_to_is_there() throws Exception {
    for (var path : List.of("/guide?lang=en", "/guide?lang=nl")) {
      var page = server.get(path).body();
      var references =
          REFERENCE.matcher(page).results().map(found -> found.group(1)).distinct().toList();
      assertThat(references).anyMatch(reference -> reference.startsWith("/guide/img/"));
      for (var reference : references) {
        if (reference.startsWith("#")) {
          assertThat(page).contains(" id=\"" + reference.substring(1) + "\"");
        } else {
          assertThat(server.get(reference).statusCode()).as(reference).isEqualTo(200);
        }
      }
    }
    assertThat(server.get("/guide/img/week-nl.png").headers().firstValue("Content-Type"))
        .hasValue("image/png");
  }

  @Test
  void no_other_class_path_resource_can_be_read() throws Exception {
    for (var path :
        List.of(
            "/guide/img/nothing.png",
            "/guide/img/",
            "/guide/img/../guide.md",
            "/guide/img/%2e%2e/guide.md",
            "/guide/img/..%2f..%2freference.conf",
            "/guide/guide.md",
            "/guide/img/../../reference.conf")) {
      try (var socket = server.socket()) {
        socket.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(socket.readResponse()).as(path).startsWith("HTTP/1.1 404");
      }
    }
  }

  @Test
  void html_within_the_markdown_is_text() {
    assertThat(GuidePage.render("a <script>b</script>\n\n<p>c</p>", GuideLanguage.EN))
        .contains("a &lt;script&gt;b&lt;/script&gt;", "&lt;p&gt;c&lt;/p&gt;");
  }
}
