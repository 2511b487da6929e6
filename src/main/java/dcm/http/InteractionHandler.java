package dcm.http;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who takes the interactions that Discord sends by HTTP. This room may not know them. */
@FunctionalInterface
public interface InteractionHandler {
  /**
   * Never fails.
   *
   * @param signature the header {@code X-Signature-Ed25519}; null when there is none
   * @param timestamp the header {@code X-Signature-Timestamp}; null when there is none
   * @param body to the byte
   */
  CompletionStage<Response> handle(
      @Nullable String signature, @Nullable String timestamp, byte[] body);

  /**
   * @param status of the HTTP answer; 401: it did not come from Discord
   * @param json its body; may be empty
   */
  record Response(int status, String json) {}
}
