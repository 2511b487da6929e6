package dcm.http.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.http.json.ApiJson;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;

/**
 * The body of a request, received completely and not parsed yet.
 *
 * @param type the value of {@code Content-Type}; empty when there is no body
 */
public record RequestBody(ByteString bytes, Optional<String> type) {
  static final RequestBody NONE = new RequestBody(ByteString.emptyByteString(), Optional.empty());
  private static final Pattern JSON =
      Pattern.compile(
          "application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-?8\"?)?", Pattern.CASE_INSENSITIVE);

  /**
   * The body as a JSON object.
   *
   * @throws ProblemException 415 for another content type, 400 when it is not a JSON object
   */
  public ObjectNode json() {
    if (!bytes.isEmpty() && !JSON.matcher(type.orElse("").strip()).matches()) {
      throw Problems.unsupportedMediaType().asException();
    }
    return ApiJson.readObject(bytes.toArrayUnsafe());
  }

  /** As {@link #json}, but an absent body is an empty object. */
  public ObjectNode jsonOrEmpty() {
    return bytes.isEmpty() ? ApiJson.object() : json();
  }
}
