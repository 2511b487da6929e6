package dcm.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.RouteRateLimits;
import dcm.sandbox.rest.SandboxResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Injected faults; each lasts until it is used up or cleared. */
public final class FaultInjection {
  private static final int MAX_ACTIVE_FAULTS = 100;

  /**
   * A fault; {@code route} is a part of "METHOD /template" or "METHOD /path", empty: every route.
   */
  public sealed interface Fault {
    record RateLimit(String route, boolean global, double seconds) implements Fault {}

    record ServerError(String route, int status) implements Fault {}

    /**
     * A rejection with a JSON error code.
     *
     * @param status 400 to 499
     */
    record Rejection(String route, int status, int code) implements Fault {}

    record Latency(String route, long millis) implements Fault {}

    record AnswerThenDrop(String route) implements Fault {}

    record NoAck() implements Fault {}

    record FreeIdentify() implements Fault {}
  }

  private static final class ActiveFault {
    final Fault fault;
    int times;

    ActiveFault(Fault fault, int times) {
      this.fault = fault;
      this.times = times;
    }
  }

  private final List<ActiveFault> active = new ArrayList<>();

  public void activate(Fault fault, int times) {
    if (active.size() >= MAX_ACTIVE_FAULTS) {
      throw new ControlException(409, "too many active faults; DELETE /sandbox/faults clears them");
    }
    active.add(new ActiveFault(fault, times));
  }

  public void clear() {
    active.clear();
  }

  public boolean suppressesAcks() {
    return active.stream().anyMatch(a -> a.fault instanceof Fault.NoAck);
  }

  public boolean skipsIdentifyLimit() {
    return active.stream().anyMatch(a -> a.fault instanceof Fault.FreeIdentify);
  }

  /** The response of an active fault in place of the endpoint, if any. */
  public Optional<SandboxResponse> replacementResponse(ApiCall call) {
    for (Iterator<ActiveFault> iterator = active.iterator(); iterator.hasNext(); ) {
      ActiveFault current = iterator.next();
      SandboxResponse response =
          switch (current.fault) {
            case Fault.RateLimit limit when matches(limit.route(), call) ->
                RouteRateLimits.tooManyRequests(
                    limit.seconds(), limit.global() ? "global" : "shared");
            case Fault.ServerError error when matches(error.route(), call) ->
                SandboxResponse.of(
                    error.status(),
                    SandboxJson.object().put("message", "Internal Server Error").put("code", 0));
            case Fault.Rejection rejection when matches(rejection.route(), call) ->
                SandboxResponse.of(
                    rejection.status(),
                    SandboxJson.object()
                        .put("message", "Rejected by a fault of the sandbox")
                        .put("code", rejection.code()));
            case Fault.RateLimit _, Fault.ServerError _, Fault.Rejection _, Fault.Latency _ -> null;
            case Fault.AnswerThenDrop _, Fault.NoAck _, Fault.FreeIdentify _ -> null;
          };
      if (response != null) {
        consume(current, iterator);
        return Optional.of(response);
      }
    }
    return Optional.empty();
  }

  /** Whether the connection is aborted after the request was executed. */
  public boolean dropsResponse(ApiCall call) {
    for (Iterator<ActiveFault> iterator = active.iterator(); iterator.hasNext(); ) {
      ActiveFault current = iterator.next();
      if (current.fault instanceof Fault.AnswerThenDrop drop && matches(drop.route(), call)) {
        consume(current, iterator);
        return true;
      }
    }
    return false;
  }

  public long latency(ApiCall call) {
    for (Iterator<ActiveFault> iterator = active.iterator(); iterator.hasNext(); ) {
      ActiveFault current = iterator.next();
      if (current.fault instanceof Fault.Latency latency && matches(latency.route(), call)) {
        consume(current, iterator);
        return latency.millis();
      }
    }
    return 0;
  }

  private static void consume(ActiveFault current, Iterator<ActiveFault> iterator) {
    if (--current.times <= 0) {
      iterator.remove();
    }
  }

  private static boolean matches(@Nullable String route, ApiCall call) {
    return route == null
        || (call.method() + " " + call.template()).contains(route)
        || (call.method() + " " + call.path()).contains(route);
  }

  public ArrayNode toJson() {
    return SandboxJson.array(
        active.stream()
            .map(a -> {
              JsonNode fields = SandboxJson.tree(a.fault);
              return SandboxJson.object()
                  .put("fault", a.fault.getClass().getSimpleName())
                  .put("times", a.times)
                  .set("with", fields);
            }));
  }
}
