package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Troubles that are switched on and last until they were used up or are cleared. */
final class Faults {
  private static final int MOST = 100;

  /** {@code route} is part of "METHOD /template" or "METHOD /path"; empty means every route. */
  sealed interface Fault {
    record RateLimit(String route, boolean global, double seconds) implements Fault {}

    record ServerError(String route, int status) implements Fault {}

    record Latency(String route, long millis) implements Fault {}

    record AnswerThenDrop(String route) implements Fault {}

    record NoAck() implements Fault {}

    record FreeIdentify() implements Fault {}
  }

  private static final class Armed {
    final Fault fault;
    int times;

    Armed(Fault fault, int times) {
      this.fault = fault;
      this.times = times;
    }
  }

  private final List<Armed> armed = new ArrayList<>();

  void arm(Fault fault, int times) {
    if (armed.size() >= MOST) {
      throw new ControlError(409, "too many faults are on; DELETE /sandbox/faults clears them");
    }
    armed.add(new Armed(fault, times));
  }

  void clear() {
    armed.clear();
  }

  boolean withholdsAcks() {
    return armed.stream().anyMatch(a -> a.fault instanceof Fault.NoAck);
  }

  boolean identifiesFreely() {
    return armed.stream().anyMatch(a -> a.fault instanceof Fault.FreeIdentify);
  }

  /** What answers in the endpoint's place, if anything. */
  Optional<Answer> instead(Call call) {
    for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
      Armed one = each.next();
      Answer answer =
          switch (one.fault) {
            case Fault.RateLimit limit when matches(limit.route(), call) ->
                RateLimits.tooMany(limit.seconds(), limit.global() ? "global" : "shared");
            case Fault.ServerError error when matches(error.route(), call) ->
                Answer.of(
                    error.status(),
                    Json.object().put("message", "Internal Server Error").put("code", 0));
            case Fault.RateLimit _, Fault.ServerError _, Fault.Latency _ -> null;
            case Fault.AnswerThenDrop _, Fault.NoAck _, Fault.FreeIdentify _ -> null;
          };
      if (answer != null) {
        use(one, each);
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  /** Whether the connection is cut although the request was carried out. */
  boolean dropsAnswer(Call call) {
    for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
      Armed one = each.next();
      if (one.fault instanceof Fault.AnswerThenDrop drop && matches(drop.route(), call)) {
        use(one, each);
        return true;
      }
    }
    return false;
  }

  long latency(Call call) {
    for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
      Armed one = each.next();
      if (one.fault instanceof Fault.Latency latency && matches(latency.route(), call)) {
        use(one, each);
        return latency.millis();
      }
    }
    return 0;
  }

  private static void use(Armed one, Iterator<Armed> each) {
    if (--one.times <= 0) {
      each.remove();
    }
  }

  private static boolean matches(@Nullable String route, Call call) {
    return route == null
        || (call.method() + " " + call.template()).contains(route)
        || (call.method() + " " + call.path()).contains(route);
  }

  ArrayNode shape() {
    return Json.array(
        armed.stream()
            .map(a -> {
              JsonNode fields = Json.tree(a.fault);
              return Json.object()
                  .put("fault", a.fault.getClass().getSimpleName())
                  .put("times", a.times)
                  .set("with", fields);
            }));
  }
}
