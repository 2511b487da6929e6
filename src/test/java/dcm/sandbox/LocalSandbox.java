package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
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

/** A sandbox on a free port and the calls a test makes to it. */
final class LocalSandbox implements AutoCloseable {
  private static final Path OPENAPI = Path.of("../shared/discord/openapi.json");

  final ActorTestKit kit =
      ActorTestKit.create(
          "sandbox",
          ConfigFactory.parseString(
                  "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
              .withFallback(ConfigFactory.load()));
  final HttpClient http = HttpClient.newHttpClient();
  private final SandboxSettings settings;
  Sandbox sandbox;

  LocalSandbox(Path data) {
    settings =
        new SandboxSettings(
            true, 0, data, Files.exists(OPENAPI) ? OPENAPI.toAbsolutePath() : null, List.of(), 10);
    open();
  }

  private void open() {
    sandbox = wait(Sandbox.open(kit.system(), settings));
  }

  /** Closes it and opens it again on what it wrote. */
  void restart() {
    wait(sandbox.close());
    open();
  }

  static <T> T wait(java.util.concurrent.CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(15, TimeUnit.SECONDS).join();
  }

  URI at(String path) {
    return URI.create(sandbox.url() + path);
  }

  record Said(int status, JsonNode body, HttpResponse<String> raw) {}

  Said send(String method, String path, Object body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(20));
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
      request.method(method, BodyPublishers.ofString(Json.write(body)));
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      boolean json = response.headers().firstValue("content-type").orElse("").contains("json");
      return new Said(response.statusCode(), Json.read(json ? response.body() : ""), response);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** As the bot. */
  Said bot(String method, String path, Object body) {
    return send(method, "/api/v10" + path, body, "Authorization", "Bot " + sandbox.botToken());
  }

  /** By the control API. */
  JsonNode control(String method, String path, Object body) {
    return send(method, "/sandbox" + path, body).body();
  }

  JsonNode command(String user, String command, Map<String, Object> options) {
    return control(
        "POST",
        "/guilds/" + Seed.HOUSE + "/commands",
        Map.of("user", user, "command", command, "options", options, "locale", "nl"));
  }

  JsonNode click(String message, String user, String customId) {
    return control(
        "POST", "/messages/" + message + "/click", Map.of("user", user, "custom_id", customId));
  }

  @Override
  public void close() {
    wait(sandbox.close());
    http.shutdownNow();
    kit.shutdownTestKit();
  }
}
