package dcm.http.web;

import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.CompressibleContent;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Files from the class path, read and compressed once and cached. They cannot change while the
 * process runs, so their hash is their ETag.
 */
public final class StaticResources {
  /** A dot only after the first character of a segment, so that no path leaves the folder. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_@-][A-Za-z0-9_@.-]*/)*[A-Za-z0-9_@-][A-Za-z0-9_@.-]*");

  /** Compressed already. */
  private static final Set<String> COMPRESSED_TYPES = Set.of("png", "ico", "woff2");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=UTF-8"),
          Map.entry("js", "text/javascript; charset=UTF-8"),
          Map.entry("mjs", "text/javascript; charset=UTF-8"),
          Map.entry("css", "text/css; charset=UTF-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("yaml", "application/yaml"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=UTF-8"));

  private static final HttpHeader VARY = Responses.header("Vary", "Accept-Encoding");

  private final Map<String, CompressibleContent> cache = new ConcurrentHashMap<>();

  /**
   * Finds a file.
   *
   * @param folder on the class path, with a trailing slash
   * @param name relative to it, from the URL
   */
  Optional<CompressibleContent> find(String folder, String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    int dot = name.lastIndexOf('.');
    var extension = dot < 0 ? "" : name.substring(dot + 1);
    var type = TYPES.get(extension);
    if (type == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        cache.computeIfAbsent(
            folder + name, path -> read(path, type, !COMPRESSED_TYPES.contains(extension))));
  }

  private static @Nullable CompressibleContent read(
      String path, String type, boolean compressible) {
    try (InputStream in = StaticResources.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        return null;
      }
      return content(type, in.readAllBytes(), compressible);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read class-path resource: " + path, e);
    }
  }

  /** Content whose hash is its ETag. */
  static CompressibleContent content(String type, byte[] bytes, boolean compressible) {
    return new CompressibleContent(
        ContentTypes.parse(type),
        ByteString.fromArrayUnsafe(bytes),
        "\"" + HexFormat.of().formatHex(DigestUtils.sha256(bytes), 0, 12) + "\"",
        compressible);
  }

  /** A response with the file, or 304 when the client has it. */
  static HttpResponse respond(ApiRequest request, CompressibleContent file, String cacheControl) {
    return file.addTo(HttpResponse.create(), request)
        .addHeader(Responses.header("Cache-Control", cacheControl))
        .addHeader(VARY);
  }

  /** The hash of an inline script in the syntax of a content security policy. */
  static String cspHash(String script) {
    return "'sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(script)) + "'";
  }
}
