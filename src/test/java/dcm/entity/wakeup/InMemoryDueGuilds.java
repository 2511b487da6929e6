package dcm.entity.wakeup;

import dcm.entity.GuildException;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.value.GuildId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Planned wake-ups in memory, and guilds whose replies the test controls. */
final class InMemoryDueGuilds implements DueGuildSource {
  private final Map<GuildId, Instant> planned = new LinkedHashMap<>();
  private final Map<GuildId, CompletableFuture<GuildReply>> pendingReplies = new LinkedHashMap<>();
  private final List<CommandEnvelope> requests = new ArrayList<>();
  private final List<Integer> queries = new ArrayList<>();
  private CompletableFuture<Void> answerGate = CompletableFuture.completedFuture(null);
  private long revision;

  synchronized void plan(Instant at, long... guilds) {
    for (long guild : guilds) {
      planned.put(new GuildId(guild), at);
    }
  }

  /** Delays queries until the future is completed; they fail when it fails. */
  synchronized void answerWhen(CompletableFuture<Void> gate) {
    answerGate = gate;
  }

  @Override
  public synchronized CompletionStage<List<GuildId>> due(Instant now, int limit) {
    queries.add(limit);
    return answerGate.thenApply(_ -> {
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

  synchronized CompletionStage<GuildReply> decide(CommandEnvelope envelope) {
    requests.add(envelope);
    var reply = new CompletableFuture<GuildReply>();
    pendingReplies.put(envelope.guild(), reply);
    return reply;
  }

  /** Completes the guild's wake-up and removes its row. */
  void completeWakeUp(long guild) {
    CompletableFuture<GuildReply> reply;
    synchronized (this) {
      planned.remove(new GuildId(guild));
      reply = pendingReplies.remove(new GuildId(guild));
      revision++;
    }
    reply.complete(new GuildReply.Done(new Outcome(revision, new Outcome.NoSubject()), false));
  }

  /** Completes the guild's wake-up without progress: its row stays. */
  void completeWithoutProgress(long guild, long stillAt) {
    CompletableFuture<GuildReply> reply;
    synchronized (this) {
      reply = pendingReplies.remove(new GuildId(guild));
    }
    reply.complete(new GuildReply.Done(new Outcome(stillAt, new Outcome.NoSubject()), false));
  }

  void failWakeUp(long guild) {
    CompletableFuture<GuildReply> reply;
    synchronized (this) {
      reply = pendingReplies.remove(new GuildId(guild));
    }
    reply.completeExceptionally(
        new GuildException.UnavailableException("broken", new IllegalStateException()));
  }

  synchronized boolean isWaking(long guild) {
    return pendingReplies.containsKey(new GuildId(guild));
  }

  synchronized List<Long> requestedGuilds() {
    return requests.stream().map(envelope -> envelope.guild().value()).toList();
  }

  synchronized List<CommandEnvelope> requests() {
    return List.copyOf(requests);
  }

  synchronized int queries() {
    return queries.size();
  }
}
