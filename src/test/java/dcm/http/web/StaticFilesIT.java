package dcm.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.http.pipeline.BareHttpTestServer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files of the dashboard, of its libraries, and of the API documentation. */
class StaticFilesIT {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
  private static BareHttpTestServer server;

  @BeforeAll
  static void open() throws Exception {
    var resources = new StaticResources();
    server =
        new BareHttpTestServer(
            Stream.concat(
                    new DashboardRoutes(resources).endpoints().stream(),
                    new DocsRoutes(resources).endpoints().stream())
                .toList(),
            "");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void the_page_is_the_same_at_every_address_of_the_dashboard() throws Exception {
    var page = server.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    for (var path : List.of("/g/1/tasks?status=open&q=a%20b", "/g/1", "/?error=denied")) {
      assertThat(server.get(path).body()).isEqualTo(page.body());
    }
  }

  @Test
  void its_import_map_is_allowed_by_hash_and_no_other_inline_script_is() throws Exception {
    var page = server.get("/");
    var map = page.body().replaceAll("(?s).*<script type=\"importmap\">(.*?)</script>.*", "$1");
    var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains(StaticResources.cspHash(map), "frame-ancestors 'none'", "default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(policy.split("sha256-", -1)).hasSize(2);
  }

  @Test
  void everything_that_the_pages_name_is_there_with_its_type() throws Exception {
    for (var page : List.of("/", "/docs")) {
      var assets = ASSET.matcher(server.get(page).body());
      int seen = 0;
      while (assets.find()) {
        var response = server.get(assets.group(1));
        assertThat(response.statusCode()).as(assets.group(1)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).isPresent();
        seen++;
      }
      assertThat(seen).isGreaterThan(2);
    }
    var lit = server.get("/webjars/lit/3.3.2/index.js");
    assertThat(lit.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=UTF-8");
    assertThat(lit.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
  }

  @Test
  void a_cached_file_is_not_sent_again() throws Exception {
    var first = server.get("/openapi.yaml");
    assertThat(first.body()).startsWith("openapi: 3.1.0");
    var etag = first.headers().firstValue("ETag").orElseThrow();
    var again = server.get("/openapi.yaml", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void text_is_compressed_for_a_client_that_accepts_gzip_and_images_are_not() throws Exception {
    for (var path : List.of("/", "/web/js/api.js", "/openapi.yaml")) {
      var plain = server.get(path);
      var compressed = server.get(path, "Accept-Encoding", "gzip, br");
      assertThat(compressed.headers().firstValue("Content-Encoding")).as(path).hasValue("gzip");
      assertThat(compressed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      var etag = compressed.headers().firstValue("ETag").orElseThrow();
      assertThat(etag).endsWith("-gzip\"").isNotEqualTo(plain.headers().firstValue("ETag").get());
      assertThat(compressed.headers().firstValueAsLong("Content-Length").orElseThrow())
          .isLessThan(plain.headers().firstValueAsLong("Content-Length").orElseThrow());
      var known = server.get(path, "Accept-Encoding", "gzip", "If-None-Match", etag);
      assertThat(known.statusCode()).isEqualTo(304);
      assertThat(known.headers().firstValue("ETag")).hasValue(etag);
    }
  }

  @Test
  void no_other_class_path_resource_can_be_read() throws Exception {
    for (var path :
        List.of(
            "/web/../reference.conf",
            "/web/%2e%2e/reference.conf",
            "/web/..%2freference.conf",
            "/web//etc/passwd",
            "/web/js/../../application.conf",
            "/webjars/../../MANIFEST.MF",
            "/webjars/lit/3.3.2/",
            "/docs/../reference.conf",
            "/docs/openapi.yaml",
            "/web/js",
            "/web/.hidden.js")) {
      try (var socket = server.socket()) {
        socket.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(socket.readResponse()).as(path).startsWith("HTTP/1.1 404");
      }
    }
  }
}
