package dcm.http.problem;

import dcm.guild.reply.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A problem with a request (RFC 9457). The incident id ({@code instance}) is added when it is sent.
 *
 * @param type the last segment of the URI {@code /problems/…}: stable, for programs
 * @param title the same for every problem of this type
 * @param detail an English sentence about this occurrence, without values from the client
 * @param headers of the response, for example {@code Retry-After}
 * @param incident under which the cause was logged before; null for a new one
 */
public record Problem(
    int status,
    String type,
    String title,
    String detail,
    List<Refusal.FieldError> errors,
    Map<String, String> headers,
    @Nullable UUID incident) {
  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  public static Problem of(int status, String type, String title, String detail) {
    return new Problem(status, type, title, detail, List.of(), Map.of(), null);
  }

  Problem with(List<Refusal.FieldError> errors) {
    return new Problem(status, type, title, detail, errors, headers, incident);
  }

  public Problem with(String header, String value) {
    var extended = new HashMap<>(headers);
    extended.put(header, value);
    return new Problem(status, type, title, detail, errors, extended, incident);
  }

  Problem withIncident(UUID incident) {
    return new Problem(status, type, title, detail, errors, headers, incident);
  }

  /** An exception with this problem, to throw from a handler. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
