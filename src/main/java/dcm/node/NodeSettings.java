package dcm.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dcm.auth.AuthSettings;
import dcm.auth.MasterSecret;
import dcm.cluster.ClusterSettings;
import dcm.discord.DiscordSettings;
import dcm.entity.EntitySettings;
import dcm.entity.wakeup.WakeUpSettings;
import dcm.http.HttpSettings;
import dcm.http.management.ManagementSettings;
import dcm.journal.JournalSettings;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.notify.NotifySettings;
import dcm.redis.RedisSettings;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.transfer.TransferSettings;
import dcm.view.AttachmentSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The settings of all modules, read once. */
public record NodeSettings(
    MasterSecret secret,
    ClusterSettings cluster,
    RedisSettings redis,
    AuthSettings auth,
    EntitySettings entity,
    WakeUpSettings wakeUps,
    NotifySettings notifications,
    DiscordSettings discord,
    HttpSettings http,
    AttachmentSettings attachments,
    RetentionSettings retention,
    TransferSettings transfer,
    ManagementSettings management) {

  /** Placeholders for the settings of embedded services before these are started. */
  private static final Config PLACEHOLDERS =
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

  private static final String PLACEHOLDER_SECRET = "made and kept when the first node opens";

  /**
   * Checks all settings before anything is opened.
   *
   * @throws InvalidSettingsException with all problems together
   */
  static void check(Config operatorConfig) throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    var sandbox = SandboxSettings.of(operatorConfig, problems);
    if (EmbeddedServices.embedsDiscord(operatorConfig)
        && !sandbox.enabled()
        && !EmbeddedServices.isOnThisMachine(operatorConfig.getString("dcm.discord.url"))) {
      problems.add(
          "DCM_SANDBOX_PORT is off and there is no DCM_DISCORD_TOKEN, nor a DCM_DISCORD_URL of a"
              + " local Discord that another node opened: there is no Discord to use");
    }
    if (!EmbeddedServices.embedsDatabase(operatorConfig)
        && operatorConfig.getString("dcm.secret").isEmpty()) {
      problems.add(
          "DCM_SECRET is needed with a database of your own, the same on every node, for example"
              + " from: openssl rand -base64 32");
    }
    var secret = operatorConfig.getString("dcm.secret");
    read(
        complete(operatorConfig, PLACEHOLDERS),
        MasterSecret.of(secret.isEmpty() ? PLACEHOLDER_SECRET : secret, problems),
        problems);
    InvalidSettingsException.throwIfAny(problems);
  }

  /** Reads the settings that {@link #check} accepted, after the embedded services were started. */
  static NodeSettings of(Config config) throws InvalidSettingsException, IOException {
    var problems = new ArrayList<String>();
    var secret =
        config.getString("dcm.secret").isEmpty()
            ? MasterSecret.loadOrCreate(Path.of(config.getString("dcm.data")))
            : MasterSecret.of(config.getString("dcm.secret"), problems);
    var settings = read(complete(config, ConfigFactory.empty()), secret, problems);
    InvalidSettingsException.throwIfAny(problems);
    return settings;
  }

  static SandboxSettings sandbox(Config config) throws InvalidSettingsException {
    return section(SandboxSettings::of, config);
  }

  static ClusterSettings cluster(Config config) throws InvalidSettingsException {
    return section(ClusterSettings::from, config);
  }

  static DatabaseSettings database(Config config) throws InvalidSettingsException {
    return section(DatabaseSettings::from, config);
  }

  static RedisSettings redis(Config config) throws InvalidSettingsException {
    return section(RedisSettings::from, config);
  }

  static ManagementSettings management(Config config) throws InvalidSettingsException {
    return section(ManagementSettings::from, config);
  }

  private static <T> T section(BiFunction<Config, List<String>, T> reader, Config config)
      throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    var settings = reader.apply(config, problems);
    InvalidSettingsException.throwIfAny(problems);
    return settings;
  }

  /** The configuration for a local Discord, of this node or of another. */
  static Config withLocalDiscord(String localDiscord, Config config) {
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

  /** Reads the settings of each module; a value of another type is reported as a problem too. */
  private static @Nullable NodeSettings read(
      Config config, MasterSecret secret, List<String> problems) {
    readSection(JournalSettings::from, config, problems);
    var cluster = readSection(ClusterSettings::from, config, problems);
    var redis = readSection(RedisSettings::from, config, problems);
    var auth = readSection(AuthSettings::from, config, problems);
    var entity = readSection(EntitySettings::from, config, problems);
    var wakeUps = readSection(WakeUpSettings::from, config, problems);
    var notifications = readSection(NotifySettings::from, config, problems);
    var discord = readSection(DiscordSettings::from, config, problems);
    var http = readSection(HttpSettings::from, config, problems);
    var attachments = readSection(AttachmentSettings::from, config, problems);
    var retention = readSection(RetentionSettings::from, config, problems);
    var transfer = readSection(TransferSettings::from, config, problems);
    var management = readSection(ManagementSettings::from, config, problems);
    return problems.isEmpty()
        ? new NodeSettings(
            secret,
            cluster,
            redis,
            auth,
            entity,
            wakeUps,
            notifications,
            discord,
            http,
            attachments,
            retention,
            transfer,
            management)
        : null;
  }

  private static <T> @Nullable T readSection(
      BiFunction<Config, List<String>, T> reader, Config config, List<String> problems) {
    try {
      return reader.apply(config, problems);
    } catch (ConfigException e) {
      problems.add(e.getMessage());
      return null;
    }
  }

  /**
   * Adds settings that are derived from others, and placeholders for services that are not started
   * yet.
   */
  private static Config complete(Config config, Config placeholders) {
    var filled = config;
    for (var entry : placeholders.entrySet()) {
      var key = entry.getKey();
      var ofDiscord = key.startsWith("dcm.discord.") || key.startsWith("dcm.auth.");
      if (ofDiscord ? EmbeddedServices.embedsDiscord(config) : config.getString(key).isEmpty()) {
        filled = filled.withValue(key, entry.getValue());
      }
    }
    return withPublicUrl(filled);
  }

  /** Sets the public URL to the address of this node's HTTP server unless it is configured. */
  public static Config withPublicUrl(Config config) {
    if (!config.getString("dcm.auth.public-url").isEmpty()) {
      return config;
    }
    var localUrl =
        "http://" + config.getString("dcm.http.host") + ":" + config.getString("dcm.http.port");
    return config.withValue("dcm.auth.public-url", ConfigValueFactory.fromAnyRef(localUrl));
  }
}
