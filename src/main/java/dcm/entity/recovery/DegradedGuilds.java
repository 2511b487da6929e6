package dcm.entity.recovery;

import dcm.guild.value.GuildId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The degraded guilds of this node, for health checks, metrics and operators. A guild stays listed
 * while its entity is passivated. It is removed when it was recovered, or when its shard moved to
 * another node, which then detects the failure itself. Thread-safe.
 */
public final class DegradedGuilds {
  private final Map<GuildId, Entry> entries = new ConcurrentHashMap<>();
  private final ActorRef<ActorRef<?>> watcher;

  /**
   * A degraded guild with its shard.
   *
   * @param shard the guild's shard; any actor that stops when the guild moves
   * @param lastAttempt the last failed recovery, in nanoseconds of the monotonic clock
   */
  private record Entry(DegradedGuild guild, ActorRef<?> shard, long lastAttempt) {}

  public DegradedGuilds(ActorSystem<?> system) {
    watcher = system.systemActorOf(watcher(), "degraded-guilds", Props.empty());
  }

  /** The degraded guilds, the longest degraded first. */
  public List<DegradedGuild> list() {
    return entries.values().stream()
        .map(Entry::guild)
        .sorted(Comparator.comparing(DegradedGuild::since))
        .toList();
  }

  @Nullable DegradedGuild find(GuildId guild) {
    Entry entry = entries.get(guild);
    return entry == null ? null : entry.guild;
  }

  /** The last failed recovery of a listed guild, in nanoseconds of the monotonic clock. */
  long lastAttempt(GuildId guild, long defaultValue) {
    Entry entry = entries.get(guild);
    return entry == null ? defaultValue : entry.lastAttempt;
  }

  void put(DegradedGuild guild, ActorRef<?> shard, long lastAttempt) {
    entries.put(guild.guild(), new Entry(guild, shard, lastAttempt));
    watcher.tell(shard);
  }

  @Nullable DegradedGuild remove(GuildId guild) {
    Entry entry = entries.remove(guild);
    return entry == null ? null : entry.guild;
  }

  private Behavior<ActorRef<?>> watcher() {
    return Behaviors.receive(
        (context, shard) -> {
          context.watch(shard);
          return Behaviors.same();
        },
        (_, signal) -> {
          if (signal instanceof Terminated ended) {
            entries.values().removeIf(entry -> entry.shard.equals(ended.getRef()));
          }
          return Behaviors.same();
        });
  }

  /**
   * A guild whose journal cannot be replayed, for a reason specific to it.
   *
   * @param incident id in replies and in the log
   * @param cause in one sentence
   * @param lastAppliedEvent sequence number of the last event that could be applied; 0: none
   * @param failedAttempts number of failed recoveries
   */
  public record DegradedGuild(
      GuildId guild,
      UUID incident,
      Instant since,
      String cause,
      long lastAppliedEvent,
      int failedAttempts) {
    DegradedGuild failedAgain(String cause, long lastAppliedEvent) {
      return new DegradedGuild(guild, incident, since, cause, lastAppliedEvent, failedAttempts + 1);
    }
  }
}
