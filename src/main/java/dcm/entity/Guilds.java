package dcm.entity;

import dcm.guild.Caller;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Question;
import dcm.guild.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The one door to every guild, wherever it lives in the cluster. */
public final class Guilds {
  /** Persistence ids are {@code guild|<snowflake>}. */
  static final EntityTypeKey<GuildMessage> KEY = EntityTypeKey.create(GuildMessage.class, "guild");

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final ActorRef<Topic.Command<Published>> news;
  private final DegradedGuilds degraded;
  private final Duration patience;
  private final ChannelRefresh channels;
  private final InstantSource clock;

  private Guilds(ActorSystem<?> system, Premises premises, InstantSource clock) {
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.news = premises.news();
    this.degraded = premises.degraded();
    this.patience = premises.settings().patience();
    this.channels = new ChannelRefresh(this::once, clock);
    this.clock = clock;
  }

  /**
   * Opens the desk on this node: guilds live here when it has the role {@code guild}, otherwise it
   * knows the way to them. Once per actor system.
   *
   * @param courier takes what guilds on this node hand out
   * @param ownership where it is written whose a guild is
   * @param failures what a failure to read or to write a guild means
   * @param processed where answers are kept that guilds do not hold in memory any more
   * @param clock the time of whoever asks guilds on this node
   */
  public static Guilds open(
      ActorSystem<?> system,
      EntitySettings settings,
      Courier courier,
      Ownership ownership,
      FailureClassifier failures,
      ProcessedCommandStore processed,
      InstantSource clock) {
    Asks.begin();
    DeskMeters.begin();
    ActorRef<Topic.Command<Published>> news =
        system.systemActorOf(
            Topic.create(Published.class, "guild-news"), "guild-news", Props.empty());
    Premises premises =
        new Premises(
            settings, courier, news, ownership, failures, processed, new DegradedGuilds(system));
    ClusterShardingSettings sharding = ClusterShardingSettings.create(system);
    Entity<GuildMessage, ShardingEnvelope<GuildMessage>> desk =
        Entity.of(
                KEY,
                context ->
                    GuildEntity.create(
                        GuildId.of(context.getEntityId()), premises, context.getShard()))
            .withRole("guild")
            .withSettings(
                sharding.withPassivationStrategy(
                    sharding
                        .passivationStrategySettings()
                        .withIdleEntityPassivation(settings.idle())));
    ClusterSharding.get(system).init(desk);
    return new Guilds(system, premises, clock);
  }

  /** The same by this machine's own clock, for one process that shares guilds with no other. */
  public static Guilds open(
      ActorSystem<?> system,
      EntitySettings settings,
      Courier courier,
      Ownership ownership,
      FailureClassifier failures,
      ProcessedCommandStore processed) {
    return open(system, settings, courier, ownership, failures, processed, InstantSource.system());
  }

  /** The time that requests and questions carry: the same on every node, however its clock is. */
  public InstantSource clock() {
    return clock;
  }

  /** From now on this source is asked before a channel is refused as unknown. */
  public void askForChannels(ChannelSource source) {
    channels.from(source);
  }

  /**
   * Has the guild decide on a request.
   *
   * @return the guild's answer; fails with {@link OutcomeUnknown} when none came in time and with
   *     {@link GuildUnavailable} when the guild could not be reached
   */
  public CompletionStage<GuildReply> decide(Request request) {
    return channels.retried(request.guild(), () -> once(request));
  }

  private CompletionStage<GuildReply> once(Request request) {
    var guild = guild(request.guild());
    Function<Duration, CompletionStage<GuildReply>> ask =
        left -> guild.ask(replyTo -> new GuildMessage.Do(request, replyTo), left);
    return Asks.command(
        request,
        () ->
            patiently(
                switch (request.caller()) {
                  // the guild remembers what it told people, and does it once
                  case Caller.Person _ -> Insistence.onCommand(system, patience, ask);
                  case Caller.Clockwork _ -> ask.apply(patience);
                }));
  }

  /** Has the guild answer a question; fails as {@link #decide} does. */
  public CompletionStage<GuildReply> answer(Question question) {
    return channels.retried(question.guild(), () -> once(question));
  }

  private CompletionStage<GuildReply> once(Question question) {
    var guild = guild(question.guild());
    return Asks.question(
        question,
        () ->
            patiently(
                Insistence.onQuestion(
                    system,
                    patience,
                    left -> guild.ask(replyTo -> new GuildMessage.Tell(question, replyTo), left))));
  }

  /** Every event of every guild, as it is written, on this node. */
  public void listen(ActorRef<Published> listener) {
    news.tell(Topic.subscribe(listener));
  }

  public void leave(ActorRef<Published> listener) {
    news.tell(Topic.unsubscribe(listener));
  }

  /** The guilds on this node that cannot be read. */
  public DegradedGuilds degraded() {
    return degraded;
  }

  private EntityRef<GuildMessage> guild(GuildId id) {
    return sharding.entityRefFor(KEY, id.toString());
  }

  private static CompletionStage<GuildReply> patiently(CompletionStage<GuildReply> reply) {
    return reply.exceptionally(failure -> {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      throw cause instanceof TimeoutException
          ? new OutcomeUnknown("the guild did not answer in time", cause)
          : new GuildUnavailable("the guild cannot be reached", cause);
    });
  }
}
