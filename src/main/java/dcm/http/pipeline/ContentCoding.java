package dcm.http.pipeline;

import dcm.http.api.Etags;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.AcceptEncoding;
import org.apache.pekko.http.javadsl.model.headers.HttpEncodings;
import org.apache.pekko.util.ByteString;

/**
 * The content coding gzip (RFC 9110, section 8.4.1). The gzip form of a content has an ETag of its
 * own, see {@link Etags#gzip}.
 *
 * <p>Only responses to requests with an access token and files are compressed. Browsers do not add
 * the token by themselves, so no other site can make one request such a response and learn its
 * content from its length (BREACH). Responses with secrets have {@code no-store} and are excluded.
 */
final class ContentCoding {
  /** Smaller contents fit into one or two packets anyway. */
  static final int MIN_BYTES = 1_024;

  static final HttpHeader GZIP = Responses.header("Content-Encoding", "gzip");

  private ContentCoding() {}

  /** Whether the client accepts gzip and does not prefer the content as it is (section 12.5.3). */
  static boolean acceptsGzip(HttpRequest request) {
    float gzip = -1;
    float identity = 0;
    float others = 0;
    for (HttpHeader header : request.getHeaders()) {
      if (header instanceof AcceptEncoding accepted) {
        for (var range : accepted.getEncodings()) {
          boolean matchesGzip = range.matches(HttpEncodings.GZIP);
          boolean matchesIdentity = range.matches(HttpEncodings.IDENTITY);
          if (matchesGzip && matchesIdentity) {
            others = range.qValue();
          } else if (matchesGzip) {
            gzip = range.qValue();
          } else if (matchesIdentity) {
            identity = range.qValue();
          }
        }
      }
    }
    float preference = gzip < 0 ? others : gzip;
    return preference > 0 && preference >= identity;
  }

  /** Compresses the response to a GET when that is useful and the client accepts it. */
  static HttpResponse compress(HttpRequest request, HttpResponse response) {
    if (!request.method().name().equals("GET")
        || response.status().intValue() != 200
        || !(response.entity() instanceof HttpEntity.Strict entity)
        || entity.getData().size() < MIN_BYTES
        || response.getHeader("Content-Encoding").isPresent()
        || isSecret(response)
        || !acceptsGzip(request)) {
      return response;
    }
    var compressed =
        response
            .withEntity(HttpEntities.create(entity.getContentType(), gzip(entity.getData())))
            .addHeader(GZIP);
    return response
        .getHeader("ETag")
        .map(etag ->
            compressed
                .removeHeader("ETag")
                .addHeader(Responses.header("ETag", Etags.gzip(etag.value()))))
        .orElse(compressed);
  }

  private static boolean isSecret(HttpResponse response) {
    return response
        .getHeader("Cache-Control")
        .filter(header -> header.value().contains("no-store"))
        .isPresent();
  }

  static ByteString gzip(ByteString content) {
    var bytes = new ByteArrayOutputStream(content.size() / 4 + 64);
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.toArrayUnsafe());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return ByteString.fromArrayUnsafe(bytes.toByteArray());
  }
}
