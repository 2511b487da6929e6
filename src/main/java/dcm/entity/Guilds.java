package dcm.entity;

import dcm.entity.recovery.DegradedGuilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
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
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** The one door to every guild, wherever it lives in the cluster. */
public final class Guilds {
  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final ActorRef<Topic.Command<EventPublisher.PublishedEvent>> eventTopic;
  private final DegradedGuilds degradedGuilds;
  private final Duration askTimeout;
  private final ChannelRefresh channelRefresh;
  private final InstantSource clock;

  private Guilds(ActorSystem<?> system, EntityDependencies dependencies, InstantSource clock) {
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.eventTopic = dependencies.eventTopic();
    this.degradedGuilds = dependencies.degradedGuilds();
    this.askTimeout = dependencies.settings().askTimeout();
    this.channelRefresh = new ChannelRefresh(this::askGuild, clock);
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
      DeliveryHandler deliveryHandler,
      Ownership ownership,
      FailureClassifier failures,
      ProcessedCommandStore processedCommands,
      InstantSource clock) {
    AskInstrumentation.registerMetrics();
    EntityMetrics.registerMetrics();
    ActorRef<Topic.Command<EventPublisher.PublishedEvent>> eventTopic =
        system.systemActorOf(
            Topic.create(EventPublisher.PublishedEvent.class, "guild-events"),
            "guild-events",
            Props.empty());
    EntityDependencies dependencies =
        new EntityDependencies(
            settings,
            deliveryHandler,
            eventTopic,
            ownership,
            failures,
            processedCommands,
            new DegradedGuilds(system));
    GuildEntity.init(system, dependencies);
    return new Guilds(system, dependencies, clock);
  }

  /** The same by this machine's own clock, for one process that shares guilds with no other. */
  public static Guilds open(
      ActorSystem<?> system,
      EntitySettings settings,
      DeliveryHandler deliveryHandler,
      Ownership ownership,
      FailureClassifier failures,
      ProcessedCommandStore processedCommands) {
    return open(
        system,
        settings,
        deliveryHandler,
        ownership,
        failures,
        processedCommands,
        InstantSource.system());
  }

  /** The time that requests and questions carry: the same on every node, however its clock is. */
  public InstantSource clock() {
    return clock;
  }

  /** From now on this source is asked before a channel is refused as unknown. */
  public void setChannelSource(ChannelSource source) {
    channelRefresh.setSource(source);
  }

  /**
   * Has the guild decide on a request.
   *
   * @return the guild's answer; fails with {@link OutcomeUnknownException} when none came in time
   *     and with {@link GuildUnavailableException} when the guild could not be reached
   */
  public CompletionStage<GuildReply> decide(CommandEnvelope envelope) {
    return channelRefresh.retryingUnknownChannel(envelope.guild(), () -> askGuild(envelope));
  }

  private CompletionStage<GuildReply> askGuild(CommandEnvelope envelope) {
    var guild = entityRef(envelope.guild());
    Function<Duration, CompletionStage<GuildReply>> ask =
        remaining ->
            guild.ask(replyTo -> new GuildMessage.HandleCommand(envelope, replyTo), remaining);
    return AskInstrumentation.measureCommand(
        envelope,
        () ->
            mapFailures(
                switch (envelope.caller()) {
                  // the guild remembers what it told people, and does it once
                  case Caller.Person _ -> RetryingAsk.command(system, askTimeout, ask);
                  case Caller.SystemCaller _ -> ask.apply(askTimeout);
                }));
  }

  /** Has the guild answer a question; fails as {@link #decide} does. */
  public CompletionStage<GuildReply> answer(QueryEnvelope envelope) {
    return channelRefresh.retryingUnknownChannel(envelope.guild(), () -> askGuild(envelope));
  }

  private CompletionStage<GuildReply> askGuild(QueryEnvelope envelope) {
    var guild = entityRef(envelope.guild());
    return AskInstrumentation.measureQuery(
        envelope,
        () ->
            mapFailures(
                RetryingAsk.query(
                    system,
                    askTimeout,
                    remaining ->
                        guild.ask(
                            replyTo -> new GuildMessage.HandleQuery(envelope, replyTo),
                            remaining))));
  }

  /** Every event of every guild, as it is written, on this node. */
  public void subscribe(ActorRef<EventPublisher.PublishedEvent> subscriber) {
    eventTopic.tell(Topic.subscribe(subscriber));
  }

  public void unsubscribe(ActorRef<EventPublisher.PublishedEvent> subscriber) {
    eventTopic.tell(Topic.unsubscribe(subscriber));
  }

  /** The guilds on this node that cannot be read. */
  public DegradedGuilds degradedGuilds() {
    return degradedGuilds;
  }

  private EntityRef<GuildMessage> entityRef(GuildId id) {
    return sharding.entityRefFor(GuildEntity.KEY, id.toString());
  }

  private static CompletionStage<GuildReply> mapFailures(CompletionStage<GuildReply> reply) {
    return reply.exceptionally(failure -> {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      throw cause instanceof TimeoutException
          ? new OutcomeUnknownException("the guild did not answer in time", cause)
          : new GuildUnavailableException("the guild cannot be reached", cause);
    });
  }

  /**
   * No answer in time: it may or may not have been done. The same command id may be tried again.
   */
  public static final class OutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The guild is moving or its database is away: nothing was done, try again in a moment. */
  public static final class GuildUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GuildUnavailableException(String message) {
      super(message);
    }

    public GuildUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
