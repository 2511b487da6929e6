package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last REST calls, for tests that ask what the bot really did. Tokens are never in it. */
final class RequestLog {
  private static final int KEPT = 2_000;
  private static final int BODY = 8_192;

  private final Deque<ObjectNode> ring = new ArrayDeque<>();
  private long seq;

  void add(Call call, int status) {
    ObjectNode entry =
        Json.object()
            .put("seq", ++seq)
            .put("at", Instant.now().toString())
            .put("method", call.method())
            .put("path", masked(call))
            .put("route", call.template())
            .put("status", status);
    JsonNode body = call.json();
    if (!body.isMissingNode()) {
      String text = Json.write(body);
      if (text.length() <= BODY) {
        entry.set("body", body);
      } else {
        entry.put("body_length", text.length());
      }
    }
    ring.addLast(entry);
    if (ring.size() > KEPT) {
      ring.removeFirst();
    }
  }

  private static String masked(Call call) {
    String path = call.path();
    for (String secret : new String[] {"interaction_token", "webhook_token"}) {
      String token = call.names().get(secret);
      path = token == null ? path : path.replace(token, "***");
    }
    return path;
  }

  ArrayNode since(long after) {
    return Json.array(ring.stream().filter(entry -> entry.path("seq").asLong() > after));
  }
}
