package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.store.SandboxJson;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Log of the last REST requests, for tests that verify the bot's calls. It contains no tokens. */
public final class RequestLog {
  private static final int MAX_ENTRIES = 2_000;
  private static final int MAX_BODY_LENGTH = 8_192;

  private final Deque<ObjectNode> entries = new ArrayDeque<>();
  private long seq;

  void add(ApiCall call, int status) {
    ObjectNode entry =
        SandboxJson.object()
            .put("seq", ++seq)
            .put("at", Instant.now().toString())
            .put("method", call.method())
            .put("path", masked(call))
            .put("route", call.template())
            .put("status", status);
    JsonNode body = call.json();
    if (!body.isMissingNode()) {
      String text = SandboxJson.write(body);
      if (text.length() <= MAX_BODY_LENGTH) {
        entry.set("body", body);
      } else {
        entry.put("body_length", text.length());
      }
    }
    entries.addLast(entry);
    if (entries.size() > MAX_ENTRIES) {
      entries.removeFirst();
    }
  }

  private static String masked(ApiCall call) {
    String path = call.path();
    for (String secret : new String[] {"interaction_token", "webhook_token"}) {
      String token = call.pathParameters().get(secret);
      path = token == null ? path : path.replace(token, "***");
    }
    return path;
  }

  public ArrayNode since(long after) {
    return SandboxJson.array(entries.stream().filter(entry -> entry.path("seq").asLong() > after));
  }
}
