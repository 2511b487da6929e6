package dcm.http;

import dcm.guild.Caller;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * In which of somebody's guilds DCM is: each is asked itself, a few at a time. A guild that moves,
 * or whose journal is away, is asked again; when it cannot be reached in time nobody says that DCM
 * is not there.
 */
final class Installed {
  private static final int AT_A_TIME = 8;

  /** For all of them together: less than a request may take. */
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  private static final List<Duration> BACKOFF =
      List.of(
          Duration.ofMillis(200),
          Duration.ofMillis(400),
          Duration.ofMillis(800),
          Duration.ofMillis(1600));

  private final ActorSystem<?> system;
  private final Function<Question, CompletionStage<GuildReply>> guilds;
  private final Duration timeout;

  /** What is known of one guild. */
  enum Presence {
    INSTALLED,
    ABSENT,
    UNREACHABLE
  }

  Installed(ActorSystem<?> system, Function<Question, CompletionStage<GuildReply>> guilds) {
    this(system, guilds, TIMEOUT);
  }

  /**
   * @param guilds answers a question or fails
   */
  Installed(
      ActorSystem<?> system,
      Function<Question, CompletionStage<GuildReply>> guilds,
      Duration timeout) {
    this.system = system;
    this.guilds = guilds;
    this.timeout = timeout;
  }

  CompletionStage<Map<GuildId, Presence>> among(List<GuildId> ids) {
    var deadline = System.nanoTime() + timeout.toNanos();
    return Source.from(ids)
        .mapAsyncUnordered(AT_A_TIME, guild -> presence(guild, deadline))
        .runWith(Sink.seq(), system)
        .thenApply(
            answers -> answers.stream().collect(Collectors.toMap(Answer::guild, Answer::presence)));
  }

  private record Answer(GuildId guild, Presence presence) {}

  private CompletionStage<Answer> presence(GuildId guild, long deadline) {
    var left = deadline - System.nanoTime();
    return left <= 0
        ? Replies.now(new Answer(guild, Presence.UNREACHABLE))
        : ask(guild, new ArrayDeque<>(BACKOFF))
            .toCompletableFuture()
            .copy()
            .completeOnTimeout(Presence.UNREACHABLE, left, TimeUnit.NANOSECONDS)
            .thenApply(presence -> new Answer(guild, presence));
  }

  private CompletionStage<Presence> ask(GuildId guild, Queue<Duration> backoff) {
    var question =
        new Question(guild, Instant.now(), new Caller.Clockwork(), new GuildQuery.ShowSettings());
    return guilds
        .apply(question)
        .thenApply(Installed::presence)
        // no answer in time, or nobody there: a fault of our own would show elsewhere, too
        .exceptionally(_ -> Presence.UNREACHABLE)
        .thenCompose(presence -> {
          var pause = presence == Presence.UNREACHABLE ? backoff.poll() : null;
          return pause == null
              ? Replies.now(presence)
              : Patterns.after(pause, system.classicSystem(), () -> ask(guild, backoff));
        });
  }

  private static Presence presence(GuildReply reply) {
    return switch (reply) {
      case GuildReply.Answered _ -> Presence.INSTALLED;
      case GuildReply.Declined _ -> Presence.ABSENT;
      case GuildReply.Busy _, GuildReply.Unavailable _, GuildReply.Degraded _ ->
          Presence.UNREACHABLE;
      case GuildReply.Done _ -> throw new IllegalStateException("the guild answered a command");
    };
  }
}
