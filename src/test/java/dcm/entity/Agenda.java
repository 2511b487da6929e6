package dcm.entity;

import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Outcome;
import dcm.guild.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Planned instants in memory, and guilds that wake when the test lets them. */
final class Agenda implements DueGuilds {
  private final Map<GuildId, Instant> planned = new LinkedHashMap<>();
  private final Map<GuildId, CompletableFuture<GuildReply>> asleep = new LinkedHashMap<>();
  private final List<Request> knocks = new ArrayList<>();
  private final List<Integer> looks = new ArrayList<>();
  private CompletableFuture<Void> open = CompletableFuture.completedFuture(null);
  private long revision;

  synchronized void plan(Instant at, long... guilds) {
    for (long guild : guilds) {
      planned.put(new GuildId(guild), at);
    }
  }

  /** From now on looks are answered when the future is completed, and fail when it fails. */
  synchronized void answerWhen(CompletableFuture<Void> gate) {
    open = gate;
  }

  @Override
  public synchronized CompletionStage<List<GuildId>> due(Instant now, int limit) {
    looks.add(limit);
    return open.thenApply(_ -> {
      synchronized (this) {
        return planned.entrySet().stream()
            .filter(plan -> !plan.getValue().isAfter(now))
            .sorted(Map.Entry.comparingByValue())
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
      }
    });
  }

  synchronized CompletionStage<GuildReply> decide(Request request) {
    knocks.add(request);
    var reply = new CompletableFuture<GuildReply>();
    asleep.put(request.guild(), reply);
    return reply;
  }

  /** The guild wakes, and its row goes. */
  void wakes(long guild) {
    CompletableFuture<GuildReply> reply;
    synchronized (this) {
      planned.remove(new GuildId(guild));
      reply = asleep.remove(new GuildId(guild));
      revision++;
    }
    reply.complete(new GuildReply.Done(new Outcome(revision, new Outcome.OfNothing()), false));
  }

  /** The guild wakes, but nothing comes of it: its row stays. */
  void turnsOver(long guild, long stillAt) {
    CompletableFuture<GuildReply> reply;
    synchronized (this) {
      reply = asleep.remove(new GuildId(guild));
    }
    reply.complete(new GuildReply.Done(new Outcome(stillAt, new Outcome.OfNothing()), false));
  }

  void breaks(long guild) {
    CompletableFuture<GuildReply> reply;
    synchronized (this) {
      reply = asleep.remove(new GuildId(guild));
    }
    reply.completeExceptionally(new GuildUnavailable("broken", new IllegalStateException()));
  }

  synchronized boolean isWaking(long guild) {
    return asleep.containsKey(new GuildId(guild));
  }

  synchronized List<Long> knocked() {
    return knocks.stream().map(request -> request.guild().value()).toList();
  }

  synchronized List<Request> knocks() {
    return List.copyOf(knocks);
  }

  synchronized int looks() {
    return looks.size();
  }
}
