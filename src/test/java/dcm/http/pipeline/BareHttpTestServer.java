package dcm.http.pipeline;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.http.HttpSettings;
import dcm.http.RawSocket;
import dcm.http.problem.Problems;
import dcm.http.security.GuildAccessFilter;
import dcm.http.security.RateLimitFilter;
import dcm.http.server.HttpServer;
import dcm.redis.RateLimiter;
import dcm.redis.RedisClient;
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
 * A server with a few endpoints and no guilds, for tests of the pipeline. Redis is unavailable, so
 * that rate limits count locally.
 */
public final class BareHttpTestServer implements AutoCloseable {
  private final ActorSystem<Void> system;
  private final RedisClient redis;
  private final HttpServer.Binding binding;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public BareHttpTestServer(List<Endpoint> endpoints, String overrides) throws Exception {
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
    system = ActorSystem.create(Behaviors.empty(), "bare-http-test-server", config);
    var problems = new ArrayList<String>();
    var settings = HttpSettings.from(config, problems);
    redis = RedisClient.open(RedisSettings.from(config, problems));
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    var pipeline =
        new RequestPipeline(
            new Router(endpoints),
            new GuildAccessFilter(BareHttpTestServer::rejectToken),
            new RateLimitFilter(new RateLimiter(redis)),
            new RequestBodyReader(system, settings),
            new SecurityHeaders(false),
            settings,
            InstantSource.system());
    binding =
        HttpServer.listen(system, settings, pipeline)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private static CompletionStage<GuildAccessFilter.Grant> rejectToken(String token) {
    return CompletableFuture.failedFuture(
        Problems.unauthenticated("bad-token", "No token is valid here.").asException());
  }

  InetSocketAddress address() {
    return binding.address();
  }

  public int connections() {
    return binding.connectionCount();
  }

  public RawSocket socket() throws Exception {
    return new RawSocket(address());
  }

  public HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> send(String method, String path, byte[] body, String... headers)
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
    binding.unbind().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    binding.abortConnections();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    redis.close();
  }
}
