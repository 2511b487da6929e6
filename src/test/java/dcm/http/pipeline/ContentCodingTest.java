package dcm.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which responses are compressed. */
class ContentCodingTest {
  private static final HttpRequest GZIP = accepting("gzip");
  private static final String LARGE = "text ".repeat(400);

  private static HttpRequest accepting(String value) {
    return HttpRequest.GET("/").addHeader(HttpHeader.parse("Accept-Encoding", value));
  }

  private static HttpResponse response(String body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, body))
        .addHeader(Responses.header("ETag", "\"3\""));
  }

  private static boolean isCompressed(HttpRequest request, HttpResponse response) {
    return ContentCoding.compress(request, response).getHeader("Content-Encoding").isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "deflate, gzip, br",
        "*",
        "gzip;q=0.1",
        "*;q=0, gzip",
        "identity;q=0.5, gzip"
      })
  void a_client_accepts_gzip(String value) {
    assertThat(ContentCoding.acceptsGzip(accepting(value))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"br", "gzip;q=0", "*, gzip;q=0", "identity", "identity, gzip;q=0.5", "*;q=0"})
  void a_client_does_not_accept_gzip_or_prefers_the_content_as_it_is(String value) {
    assertThat(ContentCoding.acceptsGzip(accepting(value))).isFalse();
  }

  @Test
  void a_client_that_says_nothing_gets_the_content_as_it_is() {
    assertThat(isCompressed(HttpRequest.GET("/"), response(LARGE))).isFalse();
  }

  @Test
  void a_large_response_is_compressed_and_has_another_etag() {
    var compressed = ContentCoding.compress(GZIP, response(LARGE));
    assertThat(compressed.getHeader("Content-Encoding").orElseThrow().value()).isEqualTo("gzip");
    assertThat(compressed.getHeader("ETag").orElseThrow().value()).isEqualTo("\"3-gzip\"");
    assertThat(compressed.entity().getContentLengthOption().orElseThrow())
        .isLessThan(LARGE.length());
  }

  @Test
  void small_secret_encoded_and_failed_responses_and_those_to_other_methods_are_not_compressed() {
    assertThat(isCompressed(GZIP, response("small"))).isFalse();
    assertThat(
            isCompressed(
                GZIP, response(LARGE).addHeader(Responses.header("Cache-Control", "no-store"))))
        .isFalse();
    assertThat(isCompressed(GZIP, response(LARGE).withStatus(404))).isFalse();
    assertThat(isCompressed(HttpRequest.POST("/").addHeaders(GZIP.getHeaders()), response(LARGE)))
        .isFalse();
    var encoded = ContentCoding.compress(GZIP, response(LARGE));
    assertThat(ContentCoding.compress(GZIP, encoded)).isEqualTo(encoded);
  }
}
