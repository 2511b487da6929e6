package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.GuildId;
import dcm.guild.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers that a guild's memory cannot hold for a whole day. They are saved in batches while
 * they are still in memory, so that a guild that is not busy never touches the store; a command
 * waits only when memory is full of what is not saved, or when its answer may be in the store.
 * Lives on its actor's thread.
 */
final class ProcessedCommandCache {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessedCommandCache.class);

  /** How many commands are written between two batches. */
  private static final int BATCH = 100;

  private final GuildId id;
  private final ProcessedCommandStore store;
  private final ActorContext<GuildMessage> context;
  private final List<GuildMessage.Do> waiting = new ArrayList<>();

  /** The revision up to which answers are known to be saved. */
  private long saved;

  private boolean saving;
  private int unsaved;

  ProcessedCommandCache(
      GuildId id, ProcessedCommandStore store, ActorContext<GuildMessage> context) {
    this.id = id;
    this.store = store;
    this.context = context;
  }

  /** Whether the command has to wait; it comes back as one of {@link Inward}. */
  boolean defers(Guild guild, GuildMessage.Do ask) {
    if (guild.wouldDropUnsaved(ask.request(), saved)) {
      waiting.add(ask);
      save(guild);
      return true;
    }
    if (guild.mayHaveDropped(ask.request())) {
      context.pipeToSelf(
          stage(() -> store.find(id, ask.request().id())),
          (found, failure) -> {
            if (failure != null) {
              warn("an earlier answer cannot be looked up", failure);
              return new Inward.LookedUp(ask, null, true);
            }
            return new Inward.LookedUp(ask, found.orElse(null), false);
          });
      return true;
    }
    return false;
  }

  /** A command was written. */
  void written(Guild after) {
    unsaved++;
    if (unsaved >= BATCH) {
      save(after);
    }
  }

  private void save(Guild guild) {
    if (saving) {
      return;
    }
    unsaved = 0;
    List<Memory.Remembered> answers = guild.answersToSave(saved);
    if (answers.isEmpty()) {
      return;
    }
    saving = true;
    long upTo = answers.getLast().since();
    context.pipeToSelf(
        stage(() -> store.save(id, answers)),
        (_, failure) -> {
          if (failure != null) {
            warn("answers cannot be saved", failure);
          }
          return new Inward.Saved(upTo, failure == null);
        });
  }

  /** Lets the commands that waited for it try again; returns those for which it was in vain. */
  List<GuildMessage.Do> saved(Inward.Saved message) {
    List<GuildMessage.Do> waited = release();
    if (!message.done()) {
      return waited;
    }
    saved = Math.max(saved, message.upTo());
    waited.forEach(ask -> context.getSelf().tell(new Inward.Retried(ask)));
    return List.of();
  }

  /** Forgets who waits, and what is under way. */
  List<GuildMessage.Do> release() {
    saving = false;
    List<GuildMessage.Do> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  private void warn(String what, Throwable failure) {
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log("Guild {}: {}: {}", id, what, Sentence.of(failure));
  }

  private static <T> CompletionStage<T> stage(Supplier<? extends CompletionStage<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }
}
