package dcm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.TaskEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Assignment;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.journal.fencing.OwnershipCheck;
import dcm.node.JournalFailureClassifier;
import dcm.node.ProcessedCommandStoreAdapter;
import dcm.node.SnapshotWriterAdapter;
import dcm.view.ReadModels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Many guilds in this JVM, with a journal in PostgreSQL, without other modules. */
public final class InProcessGuilds implements AutoCloseable {
  private static final MemberId ANNA = new MemberId(700_000_000_000_000_100L);
  private static final MembershipEvidence ADMINISTRATOR =
      new MembershipEvidence.FromDiscord("Anna", Set.of(), true, null);

  private final ActorSystem<Void> system;
  private final Guilds guilds;
  private final ReadModels readModels;

  /** A request to create a task; the same command id for every attempt. */
  public record CreateTaskRequest(GuildId guild, CommandId id, TaskId task, String title) {
    public static CreateTaskRequest create(GuildId guild, String title) {
      return new CreateTaskRequest(
          guild, new CommandId(UUID.randomUUID()), new TaskId(UUID.randomUUID()), title);
    }
  }

  public InProcessGuilds(Config database, String... more) {
    var config =
        ConfigFactory.parseString(String.join("\n", more))
            .withFallback(
                ConfigFactory.parseString(
                    """
                    pekko.actor.provider = cluster
                    pekko.cluster.roles = [guild]
                    pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                    """))
            .withFallback(database)
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "in-process-guilds", config);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    guilds =
        Guilds.open(
            system,
            EntitySettings.from(config, new ArrayList<>()),
            _ -> {},
            guild -> OwnershipCheck.of(system).isOwner(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandStoreAdapter.of(system),
            SnapshotWriterAdapter.of(system));
    readModels = ReadModels.open(system);
  }

  public static GuildId guild(int number) {
    // at least one tick of the snowflakes' clock apart, like real ones
    return new GuildId((1_000L + number) << 22);
  }

  /** Creates the guild with the member Anna. */
  public void createGuild(GuildId guild) {
    join(
        decide(
            guild,
            new SettingsCommand.ObserveGuild(
                "Guild " + guild,
                Map.of(new RoleId(guild.value()), "@everyone"),
                "en",
                new ChannelId(720))));
    join(decide(guild, new MemberCommand.Observe(ANNA, "Anna", Set.of(), true)));
  }

  private CompletionStage<GuildReply> decide(GuildId guild, GuildCommand command) {
    return guilds.decide(
        new CommandEnvelope(
            guild,
            new CommandId(UUID.randomUUID()),
            "test",
            Instant.now(),
            new Caller.SystemCaller(),
            command));
  }

  /** Sends a request once. */
  public CompletionStage<GuildReply> send(CreateTaskRequest request) {
    return guilds.decide(
        new CommandEnvelope(
            request.guild,
            request.id,
            request.title,
            Instant.now(),
            new Caller.Person(ANNA, ADMINISTRATOR, Origin.DISCORD),
            new TaskCommand.Create(
                request.task,
                new TaskFields(
                    request.title,
                    "",
                    null,
                    List.of(),
                    Task.Effort.UNKNOWN,
                    Task.Priority.NORMAL,
                    new Schedule.Once(new Due.Never()),
                    Assignment.OPEN))));
  }

  /** Sends a request until it is answered; completes with the number of attempts. */
  CompletionStage<Integer> sendUntilDone(CreateTaskRequest request, int attempts) {
    return send(request)
        .handle((reply, failure) -> reply instanceof GuildReply.Done)
        .thenCompose(done ->
            done
                ? CompletableFuture.completedFuture(attempts)
                : CompletableFuture.supplyAsync(
                        () -> null, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                    .thenCompose(_ -> sendUntilDone(request, attempts + 1)));
  }

  /** The guild's settings: a query that costs little. */
  public CompletionStage<GuildReply> settings(GuildId guild) {
    return guilds.answer(
        new QueryEnvelope(
            guild, Instant.now(), new Caller.SystemCaller(), new GuildQuery.ShowSettings()));
  }

  /** The titles of a guild's tasks, from a query. */
  public CompletionStage<List<String>> titles(GuildId guild) {
    return guilds
        .answer(
            new QueryEnvelope(
                guild,
                Instant.now(),
                new Caller.Person(ANNA, ADMINISTRATOR, Origin.DISCORD),
                new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, 0, 200)))
        .thenApply(reply ->
            ((QueryResult.Tasks) ((GuildReply.Answered) reply).answer())
                .tasks().stream().map(task -> task.title()).toList());
  }

  /** The titles of all created tasks in a guild's journal, in order. */
  List<String> journaledTitles(GuildId guild) {
    return join(readModels.eventHistory().after(guild, 0, 100_000)).stream()
        .map(journaled -> journaled.recorded().event())
        .filter(TaskEvent.Created.class::isInstance)
        .map(created -> ((TaskEvent.Created) created).title())
        .toList();
  }

  public static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(180, TimeUnit.SECONDS).join();
  }

  static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  @Override
  public void close() {
    system.terminate();
    join(system.getWhenTerminated());
  }
}
