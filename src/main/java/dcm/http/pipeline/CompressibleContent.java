package dcm.http.pipeline;

import dcm.http.api.Etags;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Content that is sent often. It is compressed once, for the first client that accepts gzip. */
public final class CompressibleContent {
  private final ContentType type;
  private final ByteString bytes;
  private final String etag;
  private final boolean compressible;
  private volatile @Nullable ByteString gzip;

  /**
   * Creates content.
   *
   * @param etag of the bytes as they are, in quotes
   * @param compressible false: gzip makes it no smaller, for example an image
   */
  public CompressibleContent(
      ContentType type, ByteString bytes, String etag, boolean compressible) {
    this.type = type;
    this.bytes = bytes;
    this.etag = etag;
    this.compressible = compressible && bytes.size() >= ContentCoding.MIN_BYTES;
  }

  public ByteString bytes() {
    return bytes;
  }

  public String etag() {
    return etag;
  }

  /** Adds the content in the coding that the client accepts, or makes the response a 304. */
  public HttpResponse addTo(HttpResponse response, ApiRequest request) {
    var known = Etags.matching(request.header("If-None-Match"), etag);
    if (known != null) {
      return response.withStatus(304).addHeader(Responses.header("ETag", known));
    }
    return compressible && ContentCoding.acceptsGzip(request.httpRequest())
        ? response
            .withEntity(HttpEntities.create(type, gzip()))
            .addHeader(ContentCoding.GZIP)
            .addHeader(Responses.header("ETag", Etags.gzip(etag)))
        : response
            .withEntity(HttpEntities.create(type, bytes))
            .addHeader(Responses.header("ETag", etag));
  }

  /** Two requests may compress at the same time: the result is equal. */
  private ByteString gzip() {
    var compressed = gzip;
    if (compressed == null) {
      compressed = ContentCoding.gzip(bytes);
      gzip = compressed;
    }
    return compressed;
  }
}
