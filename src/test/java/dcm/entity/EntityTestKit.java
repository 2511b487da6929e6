package dcm.entity;

import com.typesafe.config.ConfigFactory;
import dcm.entity.recovery.DegradedGuilds;
import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.jdbc.TestDatabase;
import dcm.node.JournalFailureClassifier;
import dcm.node.SnapshotWriterAdapter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** Entities of guilds with a real journal, without a cluster. */
public final class EntityTestKit implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(20);

  public final TestDatabase database;
  public final ActorTestKit kit;
  final TestProbe<ClusterSharding.ShardCommand> shardProbe;
  public final ActorRef<ClusterSharding.ShardCommand> shard;
  public final DegradedGuilds degraded;
  private final Map<GuildId, ActorRef<GuildMessage>> entities = new HashMap<>();
  private final EntitySettings settings;

  public EntityTestKit(
      TestDatabase database, Duration ownershipCheckInterval, Duration degradedRetryInterval) {
    this(database, ownershipCheckInterval, degradedRetryInterval, 500, "");
  }

  /**
   * Opens a kit without guilds.
   *
   * @param snapshotEvery smallest number of events between two snapshots
   * @param more configuration
   */
  EntityTestKit(
      TestDatabase database,
      Duration ownershipCheckInterval,
      Duration degradedRetryInterval,
      int snapshotEvery,
      String more) {
    this.database = database;
    kit =
        ActorTestKit.create(
            "test",
            ConfigFactory.parseString("pekko.loglevel = OFF\n" + more)
                .withFallback(database.config()));
    shardProbe = kit.createTestProbe();
    shard =
        kit.spawn(
            Behaviors.monitor(
                ClusterSharding.ShardCommand.class, shardProbe.getRef(), Behaviors.ignore()));
    degraded = new DegradedGuilds(kit.system());
    this.settings =
        new EntitySettings(
            TIMEOUT,
            Duration.ofMinutes(10),
            snapshotEvery,
            500,
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            ownershipCheckInterval,
            degradedRetryInterval,
            ZoneOffset.UTC);
  }

  /** The guild's entity, started as by its shard. */
  ActorRef<GuildMessage> entity(GuildId guild) {
    return entities.computeIfAbsent(
        guild,
        id ->
            kit.spawn(
                GuildEntity.create(
                    id,
                    new EntityDependencies(
                        settings,
                        _ -> {},
                        guilds -> OwnershipCheck.of(kit.system()).isOwner(guilds.value()),
                        new JournalFailureClassifier(),
                        new InMemoryProcessedCommandStore(),
                        SnapshotWriterAdapter.of(kit.system()),
                        degraded,
                        () -> BoardListener.NONE,
                        () -> Pseudonymization.UNAVAILABLE),
                    shard)));
  }

  /** Stops the guild's entity, as passivation does. */
  public void stop(GuildId guild) {
    kit.stop(entities.remove(guild));
  }

  /** Sends a command that writes an event. */
  public CompletionStage<GuildReply> rename(GuildId guild, String name) {
    return decide(
        new CommandEnvelope(
            guild,
            new CommandId(UUID.randomUUID()),
            "f",
            GuildFixture.START,
            new Caller.SystemCaller(),
            new SettingsCommand.ObserveGuild(name, Map.of(), "nl", null)));
  }

  CompletionStage<GuildReply> decide(CommandEnvelope envelope) {
    return AskPattern.ask(
        entity(envelope.guild()),
        replyTo -> new GuildMessage.HandleCommand(envelope, replyTo),
        TIMEOUT,
        kit.scheduler());
  }

  /** Sends a query, which is answered from memory. */
  public CompletionStage<GuildReply> query(GuildId guild) {
    var envelope =
        new QueryEnvelope(
            guild, GuildFixture.START, new Caller.SystemCaller(), new GuildQuery.ShowSettings());
    return AskPattern.ask(
        entity(guild),
        replyTo -> new GuildMessage.HandleQuery(envelope, replyTo),
        TIMEOUT,
        kit.scheduler());
  }

  public static GuildReply join(CompletionStage<GuildReply> reply) {
    return reply.toCompletableFuture().join();
  }

  public void sql(String statement) {
    try (var connection = database.connect();
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
