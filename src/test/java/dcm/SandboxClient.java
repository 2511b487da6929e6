package dcm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A client of the local Discord's control API, which acts as users. */
final class SandboxClient {
  static final String HOUSE = "1100000000000000001";
  static final String CLUB = "1100000000000000002";
  static final String SANNE = "1200000000000000001";
  static final String MILAN = "1200000000000000002";
  static final String ALICE = "1200000000000000011";

  private final TestHttpClient http;

  SandboxClient(URI base) {
    this.http = new TestHttpClient(base);
  }

  /** Creates a guild with a new owner; returns it as the control API shows it. */
  JsonNode createGuild(String name, String owner) {
    return http.post(
            "/sandbox/guilds",
            TestHttpClient.object(
                "name",
                name,
                "members",
                List.of(TestHttpClient.object("name", owner, "owner", true))))
        .body();
  }

  /** Creates a guild with an owner and further members; returns it as the control API shows it. */
  JsonNode createGuild(String name, int members) {
    var people = new ArrayList<Object>();
    for (var number = 0; number < members; number++) {
      people.add(TestHttpClient.object("name", name + " " + number, "owner", number == 0));
    }
    return http.post("/sandbox/guilds", TestHttpClient.object("name", name, "members", people))
        .body();
  }

  /** Sends a slash command; returns what the user sees. */
  JsonNode command(String guild, String user, String command, Map<String, Object> options) {
    var response =
        http.post(
            "/sandbox/guilds/" + guild + "/commands",
            TestHttpClient.object(
                "user", user, "command", command, "options", options, "locale", "nl"));
    return response.body();
  }

  /** Uploads a file for an option of a command; returns its id, which is the option's value. */
  String upload(String filename, byte[] bytes) {
    return http.post(
            "/sandbox/attachments",
            TestHttpClient.object(
                "filename", filename, "data", Base64.getEncoder().encodeToString(bytes)))
        .body()
        .get("id")
        .asText();
  }

  JsonNode click(String message, String user, String customId) {
    return http.post(
            "/sandbox/messages/" + message + "/click",
            TestHttpClient.object("user", user, "custom_id", customId))
        .body();
  }

  /** Submits the form that an interaction opened. */
  JsonNode submit(JsonNode opened, String user, Map<String, Object> fields) {
    return http.post(
            "/sandbox/interactions/" + opened.at("/interaction/id").asText() + "/submit",
            TestHttpClient.object("user", user, "fields", fields))
        .body();
  }

  /** Adds a text channel. */
  void createChannel(String guild, String id, String name) {
    http.post(
        "/sandbox/guilds/" + guild + "/channels", TestHttpClient.object("id", id, "name", name));
  }

  List<JsonNode> channelMessages(String channel) {
    return list(http.get("/sandbox/channels/" + channel + "/messages").body());
  }

  List<JsonNode> directMessages(String user) {
    return list(http.get("/sandbox/users/" + user + "/messages").body());
  }

  List<JsonNode> registeredCommands() {
    return list(http.get("/sandbox/commands").body());
  }

  private static List<JsonNode> list(JsonNode body) {
    JsonNode array =
        body.isArray() ? body : body.elements().hasNext() ? body.elements().next() : body;
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
