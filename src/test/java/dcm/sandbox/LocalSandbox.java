package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** A sandbox on a free port, and a test's requests to it. */
public final class LocalSandbox implements AutoCloseable {
  private static final Path OPENAPI = Path.of("../shared/discord/openapi.json");

  final ActorTestKit kit =
      ActorTestKit.create(
          "sandbox",
          ConfigFactory.parseString(
                  "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
              .withFallback(ConfigFactory.load()));
  public final HttpClient http = HttpClient.newHttpClient();
  private final SandboxSettings settings;
  public Sandbox sandbox;

  public LocalSandbox(Path data) {
    settings =
        new SandboxSettings(
            true, 0, data, Files.exists(OPENAPI) ? OPENAPI.toAbsolutePath() : null, List.of(), 10);
    open();
  }

  private void open() {
    sandbox = join(Sandbox.open(kit.system(), settings));
  }

  /** Closes the sandbox and opens it again on its data. */
  public void restart() {
    join(sandbox.close());
    open();
  }

  public static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(15, TimeUnit.SECONDS).join();
  }

  URI uri(String path) {
    return URI.create(sandbox.url() + path);
  }

  public record Response(int status, JsonNode body, HttpResponse<String> raw) {}

  public Response send(String method, String path, Object body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else if (body instanceof String form) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
      request.method(method, BodyPublishers.ofString(form));
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(SandboxJson.write(body)));
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      boolean json = response.headers().firstValue("content-type").orElse("").contains("json");
      return new Response(
          response.statusCode(), SandboxJson.read(json ? response.body() : ""), response);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** A request with the bot's token. */
  public Response bot(String method, String path, Object body) {
    return send(method, "/api/v10" + path, body, "Authorization", "Bot " + sandbox.botToken());
  }

  /** A request to the control API. */
  public JsonNode control(String method, String path, Object body) {
    return send(method, "/sandbox" + path, body).body();
  }

  public JsonNode command(String user, String command, Map<String, Object> options) {
    return control(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/commands",
        Map.of("user", user, "command", command, "options", options, "locale", "nl"));
  }

  public JsonNode click(String message, String user, String customId) {
    return control(
        "POST", "/messages/" + message + "/click", Map.of("user", user, "custom_id", customId));
  }

  @Override
  public void close() {
    join(sandbox.close());
    http.shutdownNow();
    kit.shutdownTestKit();
  }
}
