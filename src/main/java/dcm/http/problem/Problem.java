package dcm.http.problem;

import dcm.guild.reply.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as RFC 9457 has it. The incident id ({@code instance}) is added
 * when it is sent.
 *
 * @param type the last part of the URI {@code /problems/…}: stable, for programs
 * @param title the same for every problem of this type
 * @param detail an English sentence about this one, without any value the caller sent
 * @param headers what goes with it, for example {@code Retry-After}
 * @param incident under which it was logged before anybody asked; null when it is new
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

  /** To leave a handler with. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
