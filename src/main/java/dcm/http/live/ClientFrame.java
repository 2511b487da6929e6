package dcm.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.http.json.ApiJson;

/** A frame from a client. */
sealed interface ClientFrame {
  /** The first frame, sent once. */
  record Auth(String ticket) implements ClientFrame {
    @Override
    public String toString() {
      return "Auth[…]";
    }
  }

  record Ping() implements ClientFrame {}

  record Pong() implements ClientFrame {}

  record Unknown() implements ClientFrame {}

  /** In characters; a ticket is much shorter. */
  int MAX_LENGTH = 1024;

  static ClientFrame read(String text) {
    JsonNode json;
    try {
      json = text.length() > MAX_LENGTH ? null : ApiJson.tree(text);
    } catch (JsonProcessingException notJson) {
      return new Unknown();
    }
    if (json == null || !json.isObject()) {
      return new Unknown();
    }
    var type = json.path("type").textValue();
    var ticket = json.path("ticket").textValue();
    return switch (type) {
      case "auth" -> ticket == null || json.size() != 2 ? new Unknown() : new Auth(ticket);
      case "ping" -> json.size() == 1 ? new Ping() : new Unknown();
      case "pong" -> json.size() == 1 ? new Pong() : new Unknown();
      case null, default -> new Unknown();
    };
  }
}
