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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Access to every guild, wherever its entity runs in the cluster. */
public final class Guilds {
  /** Interval at which a subscriber renews a subscription; it expires after three intervals. */
  public static final Duration SUBSCRIPTION_RENEWAL = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final DegradedGuilds degradedGuilds;
  private final Duration askTimeout;
  private final ChannelRefresh channelRefresh;
  private final InstantSource clock;
  private final AtomicReference<BoardListener> boardListener;
  private final AtomicReference<Pseudonymization> pseudonymization;

  private Guilds(
      ActorSystem<?> system,
      EntityDependencies dependencies,
      InstantSource clock,
      AtomicReference<BoardListener> boardListener,
      AtomicReference<Pseudonymization> pseudonymization) {
    this.boardListener = boardListener;
    this.pseudonymization = pseudonymization;
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.degradedGuilds = dependencies.degradedGuilds();
    this.askTimeout = dependencies.settings().askTimeout();
    this.channelRefresh = new ChannelRefresh(this::askGuild, clock);
    this.clock = clock;
  }

  /**
   * Starts access to guilds on this node: with the role {@code guild} it runs entities, otherwise
   * it only reaches them. Once per actor system.
   *
   * @param deliveryHandler receives the deliveries of guilds on this node
   * @param ownership record of each guild's owner
   * @param failures classification of journal failures
   * @param processedCommands store of the answers that guilds no longer hold in memory
   * @param snapshots saves snapshots beside the entities
   * @param clock time of the commands and queries of this node
   */
  public static Guilds open(
      ActorSystem<?> system,
      EntitySettings settings,
      DeliveryHandler deliveryHandler,
      Ownership ownership,
      FailureClassifier failures,
      ProcessedCommandStore processedCommands,
      SnapshotWriter snapshots,
      InstantSource clock) {
    AskInstrumentation.registerMetrics();
    EntityMetrics.registerMetrics();
    var boardListener = new AtomicReference<BoardListener>(BoardListener.NONE);
    var pseudonymization = new AtomicReference<Pseudonymization>(Pseudonymization.UNAVAILABLE);
    EntityDependencies dependencies =
        new EntityDependencies(
            settings,
            deliveryHandler,
            ownership,
            failures,
            processedCommands,
            snapshots,
            new DegradedGuilds(system),
            boardListener::get,
            pseudonymization::get);
    GuildEntity.init(system, dependencies);
    return new Guilds(system, dependencies, clock, boardListener, pseudonymization);
  }

  /**
   * Starts access to guilds with the system clock, for one process that shares guilds with no
   * other.
   */
  public static Guilds open(
      ActorSystem<?> system,
      EntitySettings settings,
      DeliveryHandler deliveryHandler,
      Ownership ownership,
      FailureClassifier failures,
      ProcessedCommandStore processedCommands,
      SnapshotWriter snapshots) {
    return open(
        system,
        settings,
        deliveryHandler,
        ownership,
        failures,
        processedCommands,
        snapshots,
        InstantSource.system());
  }

  /** The time of commands and queries: the same on every node, independent of the node's clock. */
  public InstantSource clock() {
    return clock;
  }

  /** Sets the receiver of changes of guilds whose tasks are shown in Discord. */
  public void setBoardListener(BoardListener listener) {
    boardListener.set(listener);
  }

  /** Sets what replaces forgotten members by pseudonyms; before any guild is asked. */
  public void setPseudonymization(Pseudonymization replacement) {
    pseudonymization.set(replacement);
  }

  /** Sets the source that is asked before a channel is refused as unknown. */
  public void setChannelSource(ChannelSource source) {
    channelRefresh.setSource(source);
  }

  /**
   * Sends a command to its guild.
   *
   * @return the guild's reply; fails with {@link GuildException.OutcomeUnknownException} when none
   *     came in time and with {@link GuildException.UnavailableException} when the guild could not
   *     be reached
   */
  public CompletionStage<GuildReply> decide(CommandEnvelope envelope) {
    return channelRefresh.retryingUnknownChannel(envelope.guild(), () -> askGuild(envelope));
  }

  private CompletionStage<GuildReply> askGuild(CommandEnvelope envelope) {
    var guild = entityRef(envelope.guild());
    Function<Duration, CompletionStage<GuildReply>> ask =
        remaining ->
            ask(guild, replyTo -> new GuildMessage.HandleCommand(envelope, replyTo), remaining);
    return AskInstrumentation.measureCommand(
        envelope,
        () ->
            mapFailures(
                switch (envelope.caller()) {
                  // idempotent: the guild stores the answers to commands of persons
                  case Caller.Person _ -> RetryingAsk.command(system, askTimeout, ask);
                  case Caller.SystemCaller _ -> ask.apply(askTimeout);
                }));
  }

  /** Sends a query to its guild; fails as {@link #decide} does. */
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
                        ask(
                            guild,
                            replyTo -> new GuildMessage.HandleQuery(envelope, replyTo),
                            remaining))));
  }

  /**
   * Asks a guild. The stage continues on the node's dispatcher: Scala's converter of futures would
   * continue on the JVM's common pool, which has one thread on two processors.
   */
  private CompletionStage<GuildReply> ask(
      EntityRef<GuildMessage> guild,
      org.apache.pekko.japi.function.Function<ActorRef<GuildReply>, GuildMessage> message,
      Duration timeout) {
    return guild
        .ask(message, timeout)
        .thenApplyAsync(Function.identity(), system.executionContext());
  }

  /**
   * Starts or renews a subscription to the events of one guild. The guild confirms it with {@link
   * SubscriberMessage.Subscribed}; without a confirmation the request was lost. The subscription
   * ends unless it is renewed every {@link #SUBSCRIPTION_RENEWAL}, and when the guild moves.
   */
  public void subscribe(GuildId guild, ActorRef<SubscriberMessage> subscriber) {
    entityRef(guild).tell(new GuildMessage.Subscribe(subscriber));
  }

  /** The guilds on this node whose journal cannot be replayed. */
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
          ? new GuildException.OutcomeUnknownException("the guild did not answer in time", cause)
          : new GuildException.UnavailableException("the guild cannot be reached", cause);
    });
  }
}
