package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;

/**
 * A request's body, read to its end but not yet understood.
 *
 * @param type the value of {@code Content-Type}, empty when there is no body
 */
record Body(ByteString bytes, Optional<String> type) {
  static final Body NONE = new Body(ByteString.emptyByteString(), Optional.empty());
  private static final Pattern JSON =
      Pattern.compile(
          "application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-?8\"?)?", Pattern.CASE_INSENSITIVE);

  /**
   * @throws Rejected 415 when it is another format, 400 when it is no JSON object
   */
  ObjectNode json() {
    if (!bytes.isEmpty() && !JSON.matcher(type.orElse("").strip()).matches()) {
      throw Problems.unsupportedMediaType().asException();
    }
    return Json.readObject(bytes.toArrayUnsafe());
  }

  /** As {@link #json}, but no body at all is as good as {@code {}}. */
  ObjectNode jsonOrEmpty() {
    return bytes.isEmpty() ? Json.object() : json();
  }

  Fields fields() {
    return Fields.of(json());
  }
}
