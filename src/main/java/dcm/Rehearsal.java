package dcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.sandbox.Seed;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A day in a demo guild, lived at the doors of a node that has everything embedded: somebody logs
 * in, makes tasks and looks around, in the dashboard and in the local Discord.
 */
final class Rehearsal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int TRIES = 60;
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** What a dashboard asks for. */
  private static final List<String> LOOKS =
      List.of("tasks?limit=50", "board", "members", "settings", "permissions", "audit");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI dashboard;
  private final URI discord;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private int answers;

  Rehearsal(URI dashboard, URI discord) {
    this.dashboard = dashboard;
    this.discord = discord;
  }

  /**
   * Lives the day.
   *
   * @param rounds how often all of it is done
   * @return how many answers there were so far
   * @throws IOException when the node answers anything but what it should
   */
  int live(int rounds) throws IOException {
    var token = logIn();
    for (int round = 0; round < rounds; round++) {
      var task = inGuild("POST", "tasks", Map.of("title", "Rehearsal " + round), token, 201);
      var id = task.path("id").asText();
      inGuild("POST", "tasks/" + id + "/complete", Map.of(), token, 200);
      for (var look : LOOKS) {
        inGuild("GET", look, null, token, 200);
      }
      type("task create", Map.of("title", "Typed " + round));
      type("task list", Map.of());
    }
    return answers;
  }

  private String logIn() throws IOException {
    var begun =
        send("GET", dashboard.resolve("/api/v1/auth/login?guild=" + Seed.HOUSE), null, Map.of());
    var agreed = send("GET", follow(begun, "&sandbox_user=" + Seed.SANNE), null, Map.of());
    send("GET", follow(agreed, ""), null, Map.of());
    var origin = Map.of("Origin", dashboard.resolve("/").toString().replaceAll("/$", ""));
    var wanted = dashboard.resolve("/api/v1/guilds/" + Seed.HOUSE + "/token");
    var said = send("POST", wanted, Map.of(), origin);
    // until the bot has met the guild
    for (int tried = 1; said.statusCode() != 200 && tried < TRIES; tried++) {
      LockSupport.parkNanos(PAUSE.toNanos());
      said = send("POST", wanted, Map.of(), origin);
    }
    return read(said, 200).path("token").asText();
  }

  private static URI follow(HttpResponse<String> said, String more) throws IOException {
    var location = said.headers().firstValue("Location");
    return URI.create(location.orElseThrow(() -> unexpected(said)) + more);
  }

  private JsonNode inGuild(String method, String path, Object body, String token, int status)
      throws IOException {
    var headers =
        Map.of("Authorization", "Bearer " + token, "Idempotency-Key", UUID.randomUUID().toString());
    var uri = dashboard.resolve("/api/v1/guilds/" + Seed.HOUSE + "/" + path);
    return read(send(method, uri, body, headers), status);
  }

  private void type(String command, Map<String, String> options) throws IOException {
    var typed = Map.of("user", Seed.SANNE, "command", command, "options", options, "locale", "nl");
    var uri = discord.resolve("/sandbox/guilds/" + Seed.HOUSE + "/commands");
    read(send("POST", uri, typed, Map.of()), 200);
  }

  private HttpResponse<String> send(
      String method, URI uri, Object body, Map<String, String> headers) throws IOException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      answers++;
      return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode read(HttpResponse<String> said, int status) throws IOException {
    if (said.statusCode() != status) {
      throw unexpected(said);
    }
    return JSON.readTree(said.body());
  }

  private static IOException unexpected(HttpResponse<String> said) {
    return new IOException(
        "%s %s was answered with %d: %s"
            .formatted(said.request().method(), said.uri(), said.statusCode(), said.body()));
  }

  @Override
  public void close() {
    browser.close();
  }
}
