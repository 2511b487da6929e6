package dcm;

import com.typesafe.config.ConfigFactory;
import dcm.embedded.DedicatedRedis;
import dcm.journal.jdbc.TestDatabase;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/**
 * Services of several node processes, outside of these: a database, Redis and a local Discord,
 * which keep running when nodes are killed.
 */
final class SharedServices implements AutoCloseable {
  private static final String SECRET = "a secret that all nodes of a test share, 32 bytes";

  private final Path directory;
  private final Map<String, String> database;
  private final DedicatedRedis redis;
  private final ActorTestKit testKit;
  private final Sandbox sandbox;

  private SharedServices(Path directory, Map<String, String> database) throws IOException {
    this.directory = directory;
    this.database = database;
    this.redis = DedicatedRedis.in(directory);
    this.testKit =
        ActorTestKit.create(
            "shared-services",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    this.sandbox =
        Sandbox.open(testKit.system(), new SandboxSettings(true, 0, directory, null, List.of(), 50))
            .toCompletableFuture()
            .orTimeout(15, TimeUnit.SECONDS)
            .join();
  }

  /** With the shared test database. */
  static SharedServices in(Path directory) {
    var testDatabase = TestDatabase.fresh();
    return on(
        directory,
        Map.of(
            "DCM_DB_URL", testDatabase.url(),
            "DCM_DB_USER", testDatabase.program().user(),
            "DCM_DB_PASSWORD", testDatabase.program().password(),
            "DCM_DB_OWNER_USER", testDatabase.owner().user(),
            "DCM_DB_OWNER_PASSWORD", testDatabase.owner().password()));
  }

  /**
   * With the caller's database.
   *
   * @param database the environment variables of the database
   */
  static SharedServices on(Path directory, Map<String, String> database) {
    try {
      return new SharedServices(directory, database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prepares another node without launching it. */
  NodeProcess node(String name, Map<String, String> more) {
    try {
      var environment = new TreeMap<>(database);
      environment.put("DCM_REDIS_URL", redis.url());
      environment.put("DCM_SECRET", SECRET);
      environment.put("DCM_SANDBOX_PORT", "off");
      environment.put("DCM_DISCORD_URL", sandbox.url().toString());
      environment.putAll(more);
      return NodeProcess.prepare(
          Files.createDirectories(directory.resolve(name)), Map.copyOf(environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SandboxClient sandbox() {
    return new SandboxClient(sandbox.url());
  }

  DedicatedRedis redis() {
    return redis;
  }

  /** The remaining number of the 1,000 gateway logins per 24 hours. */
  int identifiesLeft() {
    return new TestHttpClient(sandbox.url())
        .get("/api/v10/gateway/bot", "Authorization", "Bot " + sandbox.botToken())
        .body()
        .at("/session_start_limit/remaining")
        .asInt();
  }

  @Override
  public void close() throws IOException {
    sandbox.close().toCompletableFuture().join();
    testKit.shutdownTestKit();
    redis.close();
  }
}
