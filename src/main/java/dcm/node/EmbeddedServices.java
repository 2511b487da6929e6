package dcm.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dcm.embedded.EmbeddedPostgres;
import dcm.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The services that a node uses. PostgreSQL and Redis are embedded when no URL is configured; both
 * store their data in {@code DCM_DATA}.
 */
public final class EmbeddedServices implements AutoCloseable {
  private final Path data;
  private Config config;
  private @Nullable EmbeddedPostgres postgres;
  private @Nullable EmbeddedRedis redis;

  private EmbeddedServices(Config config) {
    this.config = config;
    this.data = Path.of(config.getString("dcm.data")).toAbsolutePath().normalize();
  }

  static boolean embedsDatabase(Config config) {
    return config.getString("dcm.journal.db.url").isEmpty();
  }

  static boolean embedsRedis(Config config) {
    return config.getString("dcm.redis.url").isEmpty();
  }

  /** Whether the local Discord is used, because no token of the real one is configured. */
  public static boolean embedsDiscord(Config config) {
    return config.getString("dcm.discord.token").isEmpty();
  }

  static boolean isOnThisMachine(String url) {
    try {
      var host = URI.create(url).getHost();
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (IllegalArgumentException | UnknownHostException e) {
      return false;
    }
  }

  /**
   * Adds a problem when embedded services are combined with a public address: they are for one
   * machine only.
   */
  public static void check(Config config, List<String> problems) {
    if (!embedsDatabase(config) && !embedsRedis(config) && !embedsDiscord(config)) {
      return;
    }
    for (var key : List.of("dcm.http.host", "pekko.remote.artery.canonical.hostname")) {
      var host = config.getString(key);
      try {
        if (!InetAddress.getByName(host).isLoopbackAddress()) {
          problems.add(
              key
                  + " is "
                  + host
                  + ", but embedded services are for this machine only: set DCM_DB_URL, DCM_REDIS_URL and"
                  + " DCM_DISCORD_TOKEN first");
        }
      } catch (UnknownHostException e) {
        problems.add(key + " is " + host + ", which does not resolve to an address");
      }
    }
  }

  /**
   * Starts the embedded servers, or adopts those of a node that was killed. Blocks for 1 to 2 s.
   *
   * @throws IOException with a sentence for the operator when an embedded server cannot run here
   */
  public static EmbeddedServices open(Config config) throws IOException {
    var services = prepare(config);
    try {
      services.startDatabase();
      services.startRedis();
      return services;
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  /** Reserves the directories and ports of the embedded servers, which are started later. */
  static EmbeddedServices prepare(Config config) throws IOException {
    var services = new EmbeddedServices(config);
    try {
      services.reserve();
      return services;
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private void reserve() throws IOException {
    var embedsDatabase = embedsDatabase(config);
    var embedsRedis = embedsRedis(config);
    if (embedsDatabase || embedsRedis || embedsDiscord(config)) {
      DataDirectory.prepare(data);
    }
    if (embedsDatabase) {
      var database = EmbeddedPostgres.prepare(data);
      postgres = database;
      set("dcm.journal.db.url", database.url());
      set("dcm.journal.db.user", database.program().user());
      set("dcm.journal.db.password", database.program().password());
      set("dcm.journal.db.owner.user", database.owner().user());
      set("dcm.journal.db.owner.password", database.owner().password());
    }
    if (embedsRedis) {
      redis = EmbeddedRedis.prepare(data);
      set("dcm.redis.url", redis.url());
    }
  }

  /** The configuration, with the addresses of the embedded servers. */
  public Config config() {
    return config;
  }

  /** Starts or adopts PostgreSQL if it is embedded; returns when it accepts connections. Blocks. */
  void startDatabase() throws IOException {
    if (postgres != null) {
      postgres.launch();
    }
  }

  /** Starts or adopts Redis if it is embedded; returns when it accepts commands. Blocks. */
  void startRedis() throws IOException {
    if (redis != null) {
      redis.launch();
    }
  }

  private void set(String key, String value) {
    config = config.withValue(key, ConfigValueFactory.fromAnyRef(value));
  }

  @Override
  public void close() {
    if (redis != null) {
      QuietCloser.close(redis);
    }
    if (postgres != null) {
      QuietCloser.close(postgres);
    }
  }
}
