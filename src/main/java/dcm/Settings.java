package dcm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dcm.auth.AuthSettings;
import dcm.auth.MasterSecret;
import dcm.cluster.ClusterSettings;
import dcm.discord.DiscordSettings;
import dcm.entity.EntitySettings;
import dcm.entity.WakeUpSettings;
import dcm.http.HttpSettings;
import dcm.http.management.ManagementSettings;
import dcm.journal.JournalSettings;
import dcm.notify.NotifySettings;
import dcm.redis.RedisSettings;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Every room's settings, read once. */
record Settings(
    MasterSecret secret,
    ClusterSettings cluster,
    RedisSettings redis,
    AuthSettings auth,
    EntitySettings entity,
    WakeUpSettings wakeUps,
    NotifySettings messengers,
    DiscordSettings discord,
    HttpSettings http,
    ManagementSettings management) {

  /** What stands for an embedded part before it is open. */
  private static final Config UNOPENED =
      ConfigFactory.parseMap(
          Map.of(
              "dcm.journal.db.url", "jdbc:postgresql://127.0.0.1/dcm",
              "dcm.journal.db.user", "dcm",
              "dcm.redis.url", "redis://127.0.0.1:6379",
              "dcm.discord.url", "http://127.0.0.1",
              "dcm.discord.token", "MTAwMDAwMDAwMDAwMDAwMDAwMQ.AAAAAA.not-opened-yet",
              "dcm.discord.public-key", "00".repeat(32),
              "dcm.auth.discord-url", "http://127.0.0.1",
              "dcm.auth.client-id", "local",
              "dcm.auth.client-secret", "local"));

  private static final String UNOPENED_SECRET = "made and kept when the first node opens";

  /**
   * Says everything that is wrong before anything opens.
   *
   * @throws WrongSettings when something is
   */
  static void check(Config operator) throws WrongSettings {
    var problems = new ArrayList<String>();
    var sandbox = SandboxSettings.of(operator, problems);
    if (Surroundings.embedsDiscord(operator)
        && !sandbox.on()
        && !Surroundings.isOnThisMachine(operator.getString("dcm.discord.url"))) {
      problems.add(
          "DCM_SANDBOX_PORT is off and there is no DCM_DISCORD_TOKEN, nor a DCM_DISCORD_URL of a"
              + " local Discord that another node opened: there is no Discord to use");
    }
    if (!Surroundings.embedsDatabase(operator) && operator.getString("dcm.secret").isEmpty()) {
      problems.add(
          "DCM_SECRET is needed with a database of your own, the same on every node, for example"
              + " from: openssl rand -base64 32");
    }
    var secret = operator.getString("dcm.secret");
    read(
        complete(operator, UNOPENED),
        MasterSecret.of(secret.isEmpty() ? UNOPENED_SECRET : secret, problems),
        problems);
    WrongSettings.unlessNone(problems);
  }

  /** Reads what {@link #check} has found good, now that the embedded parts are open. */
  static Settings of(Config config) throws WrongSettings, IOException {
    var problems = new ArrayList<String>();
    var secret =
        config.getString("dcm.secret").isEmpty()
            ? MasterSecret.keptIn(Path.of(config.getString("dcm.data")))
            : MasterSecret.of(config.getString("dcm.secret"), problems);
    var settings = read(complete(config, ConfigFactory.empty()), secret, problems);
    WrongSettings.unlessNone(problems);
    return settings;
  }

  static SandboxSettings sandbox(Config config) throws WrongSettings {
    var problems = new ArrayList<String>();
    var settings = SandboxSettings.of(config, problems);
    WrongSettings.unlessNone(problems);
    return settings;
  }

  static ClusterSettings cluster(Config config) throws WrongSettings {
    var problems = new ArrayList<String>();
    var settings = ClusterSettings.from(config, problems);
    WrongSettings.unlessNone(problems);
    return settings;
  }

  /** The configuration, pointed at a local Discord: this node's, or the one of another. */
  static Config at(String localDiscord, Config config) {
    return ConfigFactory.parseMap(
            Map.of(
                "dcm.discord.url",
                localDiscord,
                "dcm.discord.token",
                Sandbox.BOT_TOKEN,
                "dcm.discord.members-intent",
                true,
                "dcm.auth.discord-url",
                localDiscord,
                "dcm.auth.client-id",
                Sandbox.CLIENT_ID,
                "dcm.auth.client-secret",
                Sandbox.CLIENT_SECRET))
        .withFallback(config);
  }

  /** Every room reads its own; what is no number or no duration is a problem like any other. */
  private static @Nullable Settings read(
      Config config, MasterSecret secret, List<String> problems) {
    room(JournalSettings::from, config, problems);
    var cluster = room(ClusterSettings::from, config, problems);
    var redis = room(RedisSettings::from, config, problems);
    var auth = room(AuthSettings::from, config, problems);
    var entity = room(EntitySettings::from, config, problems);
    var wakeUps = room(WakeUpSettings::from, config, problems);
    var messengers = room(NotifySettings::from, config, problems);
    var discord = room(DiscordSettings::from, config, problems);
    var http = room(HttpSettings::from, config, problems);
    var management = room(ManagementSettings::from, config, problems);
    return problems.isEmpty()
        ? new Settings(
            secret, cluster, redis, auth, entity, wakeUps, messengers, discord, http, management)
        : null;
  }

  private static <T> @Nullable T room(
      BiFunction<Config, List<String>, T> from, Config config, List<String> problems) {
    try {
      return from.apply(config, problems);
    } catch (ConfigException e) {
      problems.add(e.getMessage());
      return null;
    }
  }

  /** What follows from other settings, and what stands for parts that are not open yet. */
  private static Config complete(Config config, Config instead) {
    var filled = config;
    for (var entry : instead.entrySet()) {
      var key = entry.getKey();
      var ofDiscord = key.startsWith("dcm.discord.") || key.startsWith("dcm.auth.");
      if (ofDiscord ? Surroundings.embedsDiscord(config) : config.getString(key).isEmpty()) {
        filled = filled.withValue(key, entry.getValue());
      }
    }
    return withPublicUrl(filled);
  }

  /** Where the operator named none, it is where this node listens. */
  static Config withPublicUrl(Config config) {
    if (!config.getString("dcm.auth.public-url").isEmpty()) {
      return config;
    }
    var here =
        "http://" + config.getString("dcm.http.host") + ":" + config.getString("dcm.http.port");
    return config.withValue("dcm.auth.public-url", ConfigValueFactory.fromAnyRef(here));
  }
}
