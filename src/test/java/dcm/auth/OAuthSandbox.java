package dcm.auth;

import static dcm.auth.Fixtures.now;

import com.typesafe.config.ConfigFactory;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** The local Discord with two guilds, and a browser that consents to every login. */
final class OAuthSandbox implements AutoCloseable {
  static final long GUILD = 900;
  static final long OTHER_GUILD = 901;
  static final long OWNER = 910;
  static final long SANNE = 911;

  private final ActorTestKit kit =
      ActorTestKit.create(
          "discord",
          ConfigFactory.parseString(
                  "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
              .withFallback(ConfigFactory.load()));
  private final HttpClient http = HttpClient.newHttpClient();
  private final Sandbox sandbox;

  OAuthSandbox(Path data) {
    sandbox =
        now(Sandbox.open(kit.system(), new SandboxSettings(true, 0, data, null, List.of(), 10)));
    guild(GUILD, true);
    guild(OTHER_GUILD, false);
  }

  private void guild(long id, boolean withSanne) {
    var sanne =
        withSanne ? ", {\"id\":\"911\",\"name\":\"Sanne\",\"roles\":[\"%d7\"]}".formatted(id) : "";
    control(
        "POST",
        "/guilds",
        """
        {"id":"%d","name":"House %d",
         "members":[{"id":"910","name":"Owner","owner":true}%s],
         "roles":[{"id":"%d7","name":"cleaner","permissions":"0"},
                  {"id":"%d8","name":"boss","permissions":"32"}],
         "channels":[]}
        """
            .formatted(id, id, sanne, id, id));
  }

  String settings() {
    return """
    public-url = "http://127.0.0.1:8080"
    discord-url = "%s"
    client-id = "%s"
    client-secret = "%s"
    discord-timeout = 8s
    """
        .formatted(sandbox.url(), sandbox.clientId(), sandbox.clientSecret());
  }

  String url() {
    return sandbox.url().toString();
  }

  String clientId() {
    return sandbox.clientId();
  }

  String clientSecret() {
    return sandbox.clientSecret();
  }

  /** Authorizes as the user; returns the query of the redirect. */
  Map<String, String> authorize(URI authorizeUrl, long user) {
    var answer = send("GET", authorizeUrl + "&sandbox_user=" + user, "");
    return query(URI.create(answer.headers().firstValue("Location").orElseThrow()));
  }

  static Map<String, String> query(URI uri) {
    var fields = new HashMap<String, String>();
    for (var field : uri.getRawQuery().split("&", -1)) {
      var at = field.indexOf('=');
      fields.put(
          field.substring(0, at),
          URLDecoder.decode(field.substring(at + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** Injects faults into the next requests to a route. */
  void fault(String json) {
    control("POST", "/faults", json);
  }

  void noFaults() {
    control("DELETE", "/faults", "");
  }

  void roles(long user, String roles) {
    control("PATCH", "/guilds/" + GUILD + "/members/" + user, "{\"roles\":" + roles + "}");
  }

  void kick(long user) {
    control("DELETE", "/guilds/" + GUILD + "/members/" + user, "");
  }

  /** The number of calls of a route, from the sandbox's request log. */
  long calls(String path) {
    return StrictJson.value(control("GET", "/requests?since=0", ""))
        .findValuesAsText("path")
        .stream()
        .filter(path::equals)
        .count();
  }

  private String control(String method, String path, String json) {
    var answer = send(method, sandbox.url() + "/sandbox" + path, json);
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> send(String method, String uri, String json) {
    var body =
        json.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json);
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(uri))
              .method(method, body)
              .header("Content-Type", "application/json")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    now(sandbox.close());
    http.shutdownNow();
    kit.shutdownTestKit();
  }
}
