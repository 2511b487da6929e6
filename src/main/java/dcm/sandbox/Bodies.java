package dcm.sandbox;

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

/** Bodies of requests as text: JSON, forms, and the JSON part of multipart messages. */
final class Bodies {
  private static final long MOST = 8L * 1024 * 1024;
  private static final Pattern PAYLOAD =
      Pattern.compile(
          "name=\"payload_json\"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", Pattern.DOTALL);

  private Bodies() {}

  static CompletionStage<String> read(HttpRequest request, long millis, ActorSystem<?> system) {
    boolean multipart = request.entity().getContentType().mediaType().isMultipart();
    return request
        .entity()
        .withSizeLimit(MOST)
        .toStrict(millis, system)
        .thenCompose(strict -> {
          String text = strict.getData().decodeString(StandardCharsets.UTF_8);
          if (!multipart) {
            return CompletableFuture.completedFuture(text);
          }
          Matcher payload = PAYLOAD.matcher(text);
          return payload.find()
              ? CompletableFuture.completedFuture(payload.group(1))
              : CompletableFuture.failedFuture(
                  new ApiError(400, 50035, "Invalid Form Body: payload_json is missing"));
        });
  }

  /** {@code application/x-www-form-urlencoded}; of a repeated field the last counts. */
  static Map<String, String> form(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        try {
          fields.put(
              URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
          throw new ApiError(400, 50035, "Invalid Form Body");
        }
      }
    }
    return fields;
  }
}
