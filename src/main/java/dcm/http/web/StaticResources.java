package dcm.http.web;

import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Files from the class path, read once and cached. They cannot change while the process runs, so
 * their hash is their ETag.
 */
public final class StaticResources {
  /** A dot only after the first character of a segment, so that no path leaves the folder. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_@-][A-Za-z0-9_@.-]*/)*[A-Za-z0-9_@-][A-Za-z0-9_@.-]*");

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

  private final Map<String, File> cache = new ConcurrentHashMap<>();

  /**
   * A cached file.
   *
   * @param type of its content, for {@code Content-Type}
   * @param etag of its bytes, in quotes
   */
  record File(ByteString bytes, String type, String etag) {}

  /**
   * Finds a file.
   *
   * @param folder on the class path, with a trailing slash
   * @param name relative to it, from the URL
   */
  Optional<File> find(String folder, String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    var dot = name.lastIndexOf('.');
    var type = dot < 0 ? null : TYPES.get(name.substring(dot + 1));
    if (type == null) {
      return Optional.empty();
    }
    var file = cache.computeIfAbsent(folder + name, path -> read(path, type));
    return Optional.ofNullable(file);
  }

  private static @Nullable File read(String path, String type) {
    try (InputStream in = StaticResources.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        return null;
      }
      var bytes = in.readAllBytes();
      return new File(
          ByteString.fromArray(bytes),
          type,
          "\"" + HexFormat.of().formatHex(DigestUtils.sha256(bytes), 0, 12) + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException("could not read class-path resource: " + path, e);
    }
  }

  /** A response with the file, or 304 when the client has it. */
  static HttpResponse respond(ApiRequest request, File file, String cacheControl) {
    boolean notModified =
        request
            .header("If-None-Match")
            .filter(tags -> tags.contains(file.etag()) || tags.strip().equals("*"))
            .isPresent();
    var response = HttpResponse.create().withStatus(notModified ? 304 : 200);
    if (!notModified) {
      response =
          response.withEntity(HttpEntities.create(ContentTypes.parse(file.type()), file.bytes()));
    }
    return response
        .addHeader(Responses.header("ETag", file.etag()))
        .addHeader(Responses.header("Cache-Control", cacheControl));
  }

  /** The hash of an inline script in the syntax of a content security policy. */
  static String cspHash(String script) {
    return "'sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(script)) + "'";
  }
}
