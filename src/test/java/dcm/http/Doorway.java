package dcm.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.redis.RateLimits;
import dcm.redis.Redis;
import dcm.redis.RedisSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A server with a few endpoints and no guild behind it, for what the edge does by itself. Redis is
 * away, so that the limits count locally.
 */
final class Doorway implements AutoCloseable {
  private final ActorSystem<Void> system;
  private final Redis redis;
  private final HttpServer.Open open;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Doorway(List<Endpoint> endpoints, String overrides) throws Exception {
    Config config =
        ConfigFactory.parseString(overrides)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    pekko.actor.provider = local
                    pekko.coordinated-shutdown.exit-jvm = off
                    dcm.http.port = 0
                    dcm.redis.url = "redis://127.0.0.1:1"
                    """))
            .withFallback(ConfigFactory.load())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "doorway", config);
    var problems = new ArrayList<String>();
    var settings = HttpSettings.from(config, problems);
    redis = Redis.open(RedisSettings.from(config, problems));
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    var limits = new RateLimits(redis);
    var hall =
        new Hall(
            new Router(endpoints),
            new Gate(Doorway::nobody, limits),
            new Bodies(system, settings),
            limits,
            new Shields(false),
            settings,
            InstantSource.system());
    open =
        HttpServer.listen(system, settings, hall).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static CompletionStage<Pass> nobody(String token) {
    return CompletableFuture.failedFuture(
        Problems.unauthenticated("bad-token", "Nobody has a token here.").asException());
  }

  InetSocketAddress address() {
    return open.address();
  }

  int connections() {
    return open.connections();
  }

  RawSocket socket() throws Exception {
    return new RawSocket(address());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, byte[] body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  URI url(String path) {
    return HttpServer.url(address()).resolve(path);
  }

  @Override
  public void close() {
    client.close();
    open.unbind().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    open.cut();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    redis.close();
  }
}
