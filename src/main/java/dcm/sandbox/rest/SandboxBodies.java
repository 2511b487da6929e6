package dcm.sandbox.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.store.SandboxJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Parsers of request bodies: JSON, forms, and the JSON part of multipart messages. */
final class SandboxBodies {
  private static final long MAX_BODY_BYTES = 20L * 1024 * 1024;
  private static final Pattern PAYLOAD_JSON_PATTERN =
      Pattern.compile(
          "name=\"payload_json\"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", Pattern.DOTALL);

  private static final Pattern FILE_PATTERN =
      Pattern.compile(
          "filename=\"([^\"]+)\"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", Pattern.DOTALL);

  private SandboxBodies() {}

  static CompletionStage<String> read(
      HttpRequest request, long timeoutMillis, ActorSystem<?> system) {
    boolean multipart = request.entity().getContentType().mediaType().isMultipart();
    return request
        .entity()
        .withSizeLimit(MAX_BODY_BYTES)
        .toStrict(timeoutMillis, system)
        .thenCompose(entity -> {
          String text = entity.getData().decodeString(StandardCharsets.UTF_8);
          if (!multipart) {
            return CompletableFuture.completedFuture(text);
          }
          Matcher payload = PAYLOAD_JSON_PATTERN.matcher(text);
          return payload.find()
              ? CompletableFuture.completedFuture(withFiles(payload.group(1), text))
              : CompletableFuture.failedFuture(
                  new ApiException(400, 50035, "Invalid Form Body: payload_json is missing"));
        });
  }

  /** The JSON part, which Discord completes by the files of the other parts. */
  private static String withFiles(String payload, String text) {
    try {
      if (SandboxJson.read(payload) instanceof ObjectNode json && !json.has("attachments")) {
        Matcher file = FILE_PATTERN.matcher(text);
        while (file.find()) {
          json.withArray("attachments")
              .addObject()
              .put("filename", file.group(1))
              .put("size", file.group(2).getBytes(StandardCharsets.UTF_8).length);
        }
        return json.toString();
      }
    } catch (JsonProcessingException e) {
      throw new ApiException(400, 50109, "The request body contains invalid JSON.");
    }
    return payload;
  }

  /**
   * Parses {@code application/x-www-form-urlencoded}; the last value of a repeated field is used.
   */
  static Map<String, String> parseForm(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int separator = pair.indexOf('=');
      if (separator > 0) {
        try {
          fields.put(
              URLDecoder.decode(pair.substring(0, separator), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(separator + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new ApiException(400, 50035, "Invalid Form Body");
        }
      }
    }
    return fields;
  }
}
