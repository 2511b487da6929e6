package dcm.redis;

import com.typesafe.config.ConfigFactory;
import dcm.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/** An embedded Redis that a test can kill, restart and flush, and its client. */
public final class TestRedis implements AutoCloseable {
  private final Path data;
  private EmbeddedRedis server;
  private final RedisClient client;

  private TestRedis(Path data, EmbeddedRedis server, RedisClient client) {
    this.data = data;
    this.server = server;
    this.client = client;
  }

  public static TestRedis start() throws Exception {
    var data = Files.createTempDirectory("dcm-redis");
    var server = EmbeddedRedis.start(data);
    var redis = new TestRedis(data, server, RedisClient.open(patientSettings(server.url(), "")));
    redis.awaitAvailable();
    return redis;
  }

  /** Long timeouts, so that a busy machine does not make Redis unavailable. */
  static RedisSettings patientSettings(String url, String more) {
    var shipped = settings(url, more);
    return new RedisSettings(
        shipped.url(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        shipped.healthCheckInterval(),
        shipped.connections(),
        shipped.localBuckets(),
        shipped.perIp(),
        shipped.perMember(),
        shipped.perGuild(),
        shipped.unreportedShare());
  }

  public static RedisSettings settings(String url) {
    return settings(url, "");
  }

  static RedisSettings settings(String url, String more) {
    var problems = new ArrayList<String>();
    var root =
        ConfigFactory.parseString(
                "dcm.redis { url = \"" + url + "\", health-check-interval = 100ms }\n" + more)
            .withFallback(ConfigFactory.defaultReference());
    var settings = RedisSettings.from(root, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return settings;
  }

  public RedisClient client() {
    return client;
  }

  public String url() {
    return server.url();
  }

  long pid() throws IOException {
    return Long.parseLong(Files.readString(data.resolve("redis/redis.pid")).strip());
  }

  /** Kills Redis with SIGKILL. */
  public void kill() throws Exception {
    var process = ProcessHandle.of(pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.state() instanceof RedisState.Unavailable);
  }

  public void restart() throws Exception {
    server.close();
    server = EmbeddedRedis.start(data);
    awaitAvailable();
  }

  public void flush() {
    now(client.call(c -> c.getKeys().flushallAsync()));
  }

  /** The remaining lifetime of the key in milliseconds; −1 without expiry, −2 without a key. */
  public long ttlMillis(String key) {
    return now(client.call(c -> c.getBucket(key).remainTimeToLiveAsync()));
  }

  /** All keys. */
  public Set<String> keys() {
    return Set.copyOf(
        now(
            client.call(c ->
                c.getScript(StringCodec.INSTANCE)
                    .<List<String>>evalAsync(
                        RScript.Mode.READ_ONLY,
                        "return redis.call('keys', '*')",
                        RScript.ReturnType.LIST))));
  }

  public void awaitAvailable() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.state() instanceof RedisState.Available);
  }

  public static @Nullable String value(RedisClient redis, String key) {
    return now(redis.call(c -> c.<String>getBucket(key).getAsync()));
  }

  public static <T extends @Nullable Object> T now(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException | TimeoutException never) {
      throw new IllegalStateException(never);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    try (var files = Files.walk(data)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
