package dcm.http.api;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.http.pipeline.Responses;
import java.time.Duration;
import java.time.InstantSource;
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
 * Finds out in which of a user's guilds DCM is installed, by asking each guild, a few at a time. A
 * guild that is moving or whose journal is unavailable is asked again; if it does not answer in
 * time, its presence is unknown, never absent.
 */
public final class InstalledGuilds {
  private static final int PARALLELISM = 8;

  /** For all guilds together; shorter than the response timeout. */
  private static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(6);

  private static final List<Duration> BACKOFF =
      List.of(
          Duration.ofMillis(200),
          Duration.ofMillis(400),
          Duration.ofMillis(800),
          Duration.ofMillis(1600));

  private final ActorSystem<?> system;
  private final Function<QueryEnvelope, CompletionStage<GuildReply>> guilds;
  private final Duration timeout;
  private final InstantSource clock;

  /** Whether DCM is installed in a guild. */
  enum Presence {
    INSTALLED,
    ABSENT,
    UNREACHABLE
  }

  public InstalledGuilds(
      ActorSystem<?> system,
      Function<QueryEnvelope, CompletionStage<GuildReply>> guilds,
      InstantSource clock) {
    this(system, guilds, TOTAL_TIMEOUT, clock);
  }

  /**
   * Creates the lookup.
   *
   * @param guilds answers a query or fails
   */
  InstalledGuilds(
      ActorSystem<?> system,
      Function<QueryEnvelope, CompletionStage<GuildReply>> guilds,
      Duration timeout,
      InstantSource clock) {
    this.system = system;
    this.guilds = guilds;
    this.timeout = timeout;
    this.clock = clock;
  }

  CompletionStage<Map<GuildId, Presence>> presences(List<GuildId> ids) {
    var deadline = System.nanoTime() + timeout.toNanos();
    return Source.from(ids)
        .mapAsyncUnordered(PARALLELISM, guild -> presence(guild, deadline))
        .runWith(Sink.seq(), system)
        .thenApply(results ->
            results.stream()
                .collect(Collectors.toMap(GuildPresence::guild, GuildPresence::presence)));
  }

  private record GuildPresence(GuildId guild, Presence presence) {}

  private CompletionStage<GuildPresence> presence(GuildId guild, long deadline) {
    var remaining = deadline - System.nanoTime();
    return remaining <= 0
        ? Responses.completed(new GuildPresence(guild, Presence.UNREACHABLE))
        : ask(guild, new ArrayDeque<>(BACKOFF))
            .toCompletableFuture()
            .copy()
            .completeOnTimeout(Presence.UNREACHABLE, remaining, TimeUnit.NANOSECONDS)
            .thenApply(presence -> new GuildPresence(guild, presence));
  }

  private CompletionStage<Presence> ask(GuildId guild, Queue<Duration> backoff) {
    var envelope =
        new QueryEnvelope(
            guild, clock.instant(), new Caller.SystemCaller(), new GuildQuery.ShowSettings());
    return guilds
        .apply(envelope)
        .thenApply(InstalledGuilds::presence)
        // no reply in time or no reachable guild: a fault of our own would show elsewhere as well
        .exceptionally(_ -> Presence.UNREACHABLE)
        .thenCompose(presence -> {
          var delay = presence == Presence.UNREACHABLE ? backoff.poll() : null;
          return delay == null
              ? Responses.completed(presence)
              : Patterns.after(delay, system.classicSystem(), () -> ask(guild, backoff));
        });
  }

  private static Presence presence(GuildReply reply) {
    return switch (reply) {
      case GuildReply.Answered _ -> Presence.INSTALLED;
      case GuildReply.Refused _ -> Presence.ABSENT;
      case GuildReply.Busy _, GuildReply.Unavailable _, GuildReply.Degraded _ ->
          Presence.UNREACHABLE;
      case GuildReply.Done _ ->
          throw new IllegalStateException("unexpected guild reply to a query");
    };
  }
}
