package dcm.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.sandbox.store.InitialState;
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
 * The workload of a training run, on a node with all services embedded: a member of a demo guild
 * logs in, creates tasks and reads pages, in the dashboard and in the local Discord.
 */
public final class AotTrainingWorkload implements AutoCloseable {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_ATTEMPTS = 60;
  private static final Duration RETRY_DELAY = Duration.ofMillis(300);

  /** The resources that the dashboard requests. */
  private static final List<String> PAGES =
      List.of("tasks?limit=50", "board", "members", "settings", "permissions", "audit");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI dashboard;
  private final URI sandbox;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private int responses;

  AotTrainingWorkload(URI dashboard, URI sandbox) {
    this.dashboard = dashboard;
    this.sandbox = sandbox;
  }

  /**
   * Runs the workload.
   *
   * @param rounds number of repetitions
   * @return the number of responses so far
   * @throws IOException when the node sends an unexpected response
   */
  public int run(int rounds) throws IOException {
    var token = logIn();
    for (int round = 0; round < rounds; round++) {
      var task = callApi("POST", "tasks", Map.of("title", "Training run " + round), token, 201);
      var id = task.path("id").asText();
      callApi("POST", "tasks/" + id + "/complete", Map.of(), token, 200);
      for (var page : PAGES) {
        callApi("GET", page, null, token, 200);
      }
      sendCommand("task create", Map.of("title", "Typed " + round));
      sendCommand("task list", Map.of());
    }
    return responses;
  }

  private String logIn() throws IOException {
    var login =
        send(
            "GET",
            dashboard.resolve("/api/v1/auth/login?guild=" + InitialState.HOUSE),
            null,
            Map.of());
    var authorized =
        send("GET", follow(login, "&sandbox_user=" + InitialState.SANNE), null, Map.of());
    send("GET", follow(authorized, ""), null, Map.of());
    var origin = Map.of("Origin", dashboard.resolve("/").toString().replaceAll("/$", ""));
    var tokenUrl = dashboard.resolve("/api/v1/guilds/" + InitialState.HOUSE + "/token");
    var response = send("POST", tokenUrl, Map.of(), origin);
    // until the bot has synchronized the guild
    for (int attempt = 1; response.statusCode() != 200 && attempt < MAX_ATTEMPTS; attempt++) {
      LockSupport.parkNanos(RETRY_DELAY.toNanos());
      response = send("POST", tokenUrl, Map.of(), origin);
    }
    return read(response, 200).path("token").asText();
  }

  private static URI follow(HttpResponse<String> response, String parameters) throws IOException {
    var location = response.headers().firstValue("Location");
    return URI.create(location.orElseThrow(() -> unexpected(response)) + parameters);
  }

  private JsonNode callApi(String method, String path, Object body, String token, int status)
      throws IOException {
    var headers =
        Map.of("Authorization", "Bearer " + token, "Idempotency-Key", UUID.randomUUID().toString());
    var uri = dashboard.resolve("/api/v1/guilds/" + InitialState.HOUSE + "/" + path);
    return read(send(method, uri, body, headers), status);
  }

  private void sendCommand(String command, Map<String, String> options) throws IOException {
    var invocation =
        Map.of("user", InitialState.SANNE, "command", command, "options", options, "locale", "nl");
    var uri = sandbox.resolve("/sandbox/guilds/" + InitialState.HOUSE + "/commands");
    read(send("POST", uri, invocation, Map.of()), 200);
  }

  private HttpResponse<String> send(
      String method, URI uri, Object body, Map<String, String> headers) throws IOException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(REQUEST_TIMEOUT)
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
      responses++;
      return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode read(HttpResponse<String> response, int status) throws IOException {
    if (response.statusCode() != status) {
      throw unexpected(response);
    }
    return JSON.readTree(response.body());
  }

  private static IOException unexpected(HttpResponse<String> response) {
    return new IOException(
        "%s %s: unexpected status %d: %s"
            .formatted(
                response.request().method(),
                response.uri(),
                response.statusCode(),
                response.body()));
  }

  @Override
  public void close() {
    browser.close();
  }
}
