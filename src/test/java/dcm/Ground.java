package dcm;

import com.typesafe.config.ConfigFactory;
import dcm.journal.TestDatabase;
import dcm.redis.EmbeddedRedis;
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
 * What several node processes share, none of it inside one of them: a database, a Redis and a local
 * Discord that go on when nodes are killed.
 */
final class Ground implements AutoCloseable {
  final TestDatabase database = TestDatabase.fresh();
  private final Path directory;
  private final EmbeddedRedis redis;
  private final ActorTestKit kit;
  private final Sandbox discord;

  private Ground(Path directory) throws IOException {
    this.directory = directory;
    this.redis = EmbeddedRedis.start(directory);
    this.kit =
        ActorTestKit.create(
            "ground",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    this.discord =
        Sandbox.open(kit.system(), new SandboxSettings(true, 0, directory, null, List.of(), 50))
            .toCompletableFuture()
            .orTimeout(15, TimeUnit.SECONDS)
            .join();
  }

  static Ground in(Path directory) {
    try {
      return new Ground(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One more node; it is not launched yet. */
  NodeProcess node(String name, Map<String, String> more) {
    try {
      var environment = new TreeMap<String, String>();
      environment.put("DCM_DB_URL", database.url());
      environment.put("DCM_DB_USER", database.program().user());
      environment.put("DCM_DB_PASSWORD", database.program().password());
      environment.put("DCM_DB_OWNER_USER", database.owner().user());
      environment.put("DCM_DB_OWNER_PASSWORD", database.owner().password());
      environment.put("DCM_REDIS_URL", redis.url());
      environment.put("DCM_SECRET", "a secret that all nodes of a test share, 32 bytes");
      environment.put("DCM_SANDBOX_PORT", "off");
      environment.put("DCM_DISCORD_URL", discord.url().toString());
      environment.putAll(more);
      return NodeProcess.prepare(
          Files.createDirectories(directory.resolve(name)), Map.copyOf(environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LocalDiscord discord() {
    return new LocalDiscord(discord.url());
  }

  @Override
  public void close() throws IOException {
    discord.close().toCompletableFuture().join();
    kit.shutdownTestKit();
    redis.close();
  }
}
