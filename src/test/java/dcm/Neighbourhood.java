package dcm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.guild.Answer;
import dcm.guild.Assignment;
import dcm.guild.Caller;
import dcm.guild.ChannelId;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.Priority;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.RoleId;
import dcm.guild.Schedule;
import dcm.guild.SettingsCommand;
import dcm.guild.Standing;
import dcm.guild.TaskCommand;
import dcm.guild.TaskDraft;
import dcm.guild.TaskEvent;
import dcm.guild.TaskFilter;
import dcm.guild.TaskId;
import dcm.journal.Fence;
import dcm.view.View;
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

/** Many guilds in this JVM, with a journal in PostgreSQL; nobody else is there. */
public final class Neighbourhood implements AutoCloseable {
  private static final MemberId ANNA = new MemberId(700_000_000_000_000_100L);
  private static final Standing ADMINISTRATOR =
      new Standing.Witnessed("Anna", Set.of(), true, null);

  private final ActorSystem<Void> system;
  private final Guilds guilds;
  private final View view;

  /** Somebody's wish for one task: the same however often it is said. */
  public record Wish(GuildId guild, CommandId id, TaskId task, String title) {
    public static Wish fresh(GuildId guild, String title) {
      return new Wish(
          guild, new CommandId(UUID.randomUUID()), new TaskId(UUID.randomUUID()), title);
    }
  }

  public Neighbourhood(Config database, String... more) {
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
    system = ActorSystem.create(Behaviors.empty(), "neighbourhood", config);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    guilds =
        Guilds.open(
            system,
            EntitySettings.from(config, new ArrayList<>()),
            _ -> {},
            guild -> Fence.of(system).stillOurs(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandTable.of(system));
    view = View.open(system);
  }

  public static GuildId guild(int number) {
    // one tick of a snowflake's clock apart, as real ones are
    return new GuildId((1_000L + number) << 22);
  }

  /** The guild is there, and Anna in it. */
  public void found(GuildId guild) {
    now(
        decide(
            guild,
            new SettingsCommand.ObserveGuild(
                "Guild " + guild,
                Map.of(new RoleId(guild.value()), "@everyone"),
                "en",
                new ChannelId(720))));
    now(decide(guild, new MemberCommand.Observe(ANNA, "Anna", Set.of(), true)));
  }

  private CompletionStage<GuildReply> decide(GuildId guild, GuildCommand command) {
    return guilds.decide(
        new Request(
            guild,
            new CommandId(UUID.randomUUID()),
            "test",
            Instant.now(),
            new Caller.Clockwork(),
            command));
  }

  /** Says a wish once. */
  public CompletionStage<GuildReply> say(Wish wish) {
    return guilds.decide(
        new Request(
            wish.guild,
            wish.id,
            wish.title,
            Instant.now(),
            new Caller.Person(ANNA, ADMINISTRATOR, Door.DISCORD),
            new TaskCommand.Create(
                wish.task,
                new TaskDraft(
                    wish.title,
                    "",
                    null,
                    List.of(),
                    Effort.UNKNOWN,
                    Priority.NORMAL,
                    new Schedule.Once(new Due.Never()),
                    Assignment.OPEN))));
  }

  /** Says a wish until it is answered; completes with how often it was said. */
  CompletionStage<Integer> insist(Wish wish, int said) {
    return say(wish)
        .handle((reply, failure) -> reply instanceof GuildReply.Done)
        .thenCompose(done ->
            done
                ? CompletableFuture.completedFuture(said)
                : CompletableFuture.supplyAsync(
                        () -> null, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                    .thenCompose(_ -> insist(wish, said + 1)));
  }

  /** The titles of a guild's tasks, as the guild itself says. */
  public CompletionStage<List<String>> titles(GuildId guild) {
    return guilds
        .answer(
            new Question(
                guild,
                Instant.now(),
                new Caller.Person(ANNA, ADMINISTRATOR, Door.DISCORD),
                new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, 0, 200)))
        .thenApply(reply ->
            ((Answer.Tasks) ((GuildReply.Answered) reply).answer())
                .tasks().stream().map(task -> task.title()).toList());
  }

  /** The titles of all tasks that a guild's journal says were created, in that order. */
  List<String> journalled(GuildId guild) {
    return now(view.past().after(guild, 0, 100_000)).stream()
        .map(past -> past.recorded().event())
        .filter(TaskEvent.Created.class::isInstance)
        .map(created -> ((TaskEvent.Created) created).title())
        .toList();
  }

  public static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(180, TimeUnit.SECONDS).join();
  }

  static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  @Override
  public void close() {
    system.terminate();
    now(system.getWhenTerminated());
  }
}
