package dcm.entity;

import com.typesafe.config.ConfigFactory;
import dcm.JournalFailureClassifier;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildFixture;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import dcm.journal.Fence;
import dcm.journal.TestDatabase;
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
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** Desks of guilds over a real journal, without a cluster around them. */
final class Desks implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);

  final TestDatabase database;
  final ActorTestKit kit;
  final TestProbe<ClusterSharding.ShardCommand> toShard;
  final ActorRef<ClusterSharding.ShardCommand> shard;
  final DegradedGuilds degraded;
  private final TestProbe<Topic.Command<Published>> news;
  private final Map<GuildId, ActorRef<GuildMessage>> desks = new HashMap<>();
  private final EntitySettings settings;

  Desks(TestDatabase database, Duration confirmAfter, Duration degradedRest) {
    this.database = database;
    kit =
        ActorTestKit.create(
            "house",
            ConfigFactory.parseString("pekko.loglevel = OFF").withFallback(database.config()));
    toShard = kit.createTestProbe();
    shard =
        kit.spawn(
            Behaviors.monitor(
                ClusterSharding.ShardCommand.class, toShard.getRef(), Behaviors.ignore()));
    degraded = new DegradedGuilds(kit.system());
    news = kit.createTestProbe();
    this.settings =
        new EntitySettings(
            SOON,
            Duration.ofMinutes(10),
            500,
            500,
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            confirmAfter,
            degradedRest,
            ZoneOffset.UTC);
  }

  /** The guild's desk, as its shard starts it. */
  ActorRef<GuildMessage> desk(GuildId guild) {
    return desks.computeIfAbsent(
        guild,
        id ->
            kit.spawn(
                GuildEntity.create(
                    id,
                    new Premises(
                        settings,
                        _ -> {},
                        news.getRef(),
                        guilds -> Fence.of(kit.system()).stillOurs(guilds.value()),
                        new JournalFailureClassifier(),
                        new ProcessedCommandMap(),
                        degraded),
                    shard)));
  }

  /** As passivation does it. */
  void stop(GuildId guild) {
    kit.stop(desks.remove(guild));
  }

  /** Something that is written. */
  CompletionStage<GuildReply> rename(GuildId guild, String name) {
    return decide(
        new Request(
            guild,
            new CommandId(UUID.randomUUID()),
            "f",
            GuildFixture.START,
            new Caller.Clockwork(),
            new SettingsCommand.ObserveGuild(name, Map.of(), "nl", null)));
  }

  CompletionStage<GuildReply> decide(Request request) {
    return AskPattern.ask(
        desk(request.guild()),
        replyTo -> new GuildMessage.Do(request, replyTo),
        SOON,
        kit.scheduler());
  }

  /** Something that is answered from memory. */
  CompletionStage<GuildReply> ask(GuildId guild) {
    var question =
        new Question(
            guild, GuildFixture.START, new Caller.Clockwork(), new GuildQuery.ShowSettings());
    return AskPattern.ask(
        desk(guild), replyTo -> new GuildMessage.Tell(question, replyTo), SOON, kit.scheduler());
  }

  static GuildReply now(CompletionStage<GuildReply> reply) {
    return reply.toCompletableFuture().join();
  }

  void sql(String statement) {
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
