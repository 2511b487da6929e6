package dcm.http;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Port to the module that handles the interactions which Discord sends by HTTP. */
@FunctionalInterface
public interface InteractionHandler {
  /**
   * Handles one interaction. Never fails.
   *
   * @param signature the header {@code X-Signature-Ed25519}; null when it is absent
   * @param timestamp the header {@code X-Signature-Timestamp}; null when it is absent
   * @param body the exact bytes, because they are signed
   */
  CompletionStage<Response> handle(
      @Nullable String signature, @Nullable String timestamp, byte[] body);

  /**
   * The HTTP response to an interaction.
   *
   * @param status of the response; 401: the request was not signed by Discord
   * @param json the body; may be empty
   */
  record Response(int status, String json) {}
}
