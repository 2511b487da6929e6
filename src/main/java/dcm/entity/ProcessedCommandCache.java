package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.GuildId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that a guild's memory cannot hold for a whole day. They are saved in batches while they
 * are still in memory, so that a guild with little traffic never uses the store. A command waits
 * only when memory is full of unsaved answers, or when its answer may be in the store. Confined to
 * its actor's thread.
 */
final class ProcessedCommandCache {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessedCommandCache.class);

  /** Number of commands written between two batches. */
  private static final int BATCH_SIZE = 100;

  private final GuildId id;
  private final ProcessedCommandStore store;
  private final ActorContext<GuildMessage> context;
  private final List<GuildMessage.HandleCommand> pending = new ArrayList<>();

  /** The revision up to which answers are saved. */
  private long saved;

  private boolean saving;
  private int unsaved;

  ProcessedCommandCache(
      GuildId id, ProcessedCommandStore store, ActorContext<GuildMessage> context) {
    this.id = id;
    this.store = store;
    this.context = context;
  }

  /** Whether the command is deferred; it returns as one of {@link GuildMessage.Internal}. */
  boolean defers(Guild guild, GuildMessage.HandleCommand request) {
    if (guild.wouldDropUnsaved(request.envelope(), saved)) {
      pending.add(request);
      save(guild);
      return true;
    }
    if (guild.mayHaveDropped(request.envelope())) {
      context.pipeToSelf(
          startSafely(() -> store.find(id, request.envelope().id())),
          (found, failure) -> {
            if (failure != null) {
              warn("look-up of an earlier answer failed", failure);
              return new GuildMessage.Internal.CommandLookedUp(request, null, true);
            }
            return new GuildMessage.Internal.CommandLookedUp(request, found.orElse(null), false);
          });
      return true;
    }
    return false;
  }

  /** Counts written commands and saves a batch when it is full. */
  void commandsWritten(int count, Guild after) {
    unsaved += count;
    if (unsaved >= BATCH_SIZE) {
      save(after);
    }
  }

  private void save(Guild guild) {
    if (saving) {
      return;
    }
    unsaved = 0;
    List<ProcessedCommands.ProcessedCommand> answers = guild.commandsToSave(saved);
    if (answers.isEmpty()) {
      return;
    }
    saving = true;
    long upTo = answers.getLast().firstRevision();
    context.pipeToSelf(
        startSafely(() -> store.save(id, answers)),
        (_, failure) -> {
          if (failure != null) {
            warn("saving answers failed", failure);
          }
          return new GuildMessage.Internal.CommandsSaved(upTo, failure == null);
        });
  }

  /**
   * Retries the commands that waited for the batch; returns those to be rejected because it failed.
   */
  List<GuildMessage.HandleCommand> saved(GuildMessage.Internal.CommandsSaved message) {
    List<GuildMessage.HandleCommand> pendingRequests = release();
    if (!message.successful()) {
      return pendingRequests;
    }
    saved = Math.max(saved, message.upTo());
    pendingRequests.forEach(
        request -> context.getSelf().tell(new GuildMessage.Internal.RetryCommand(request)));
    return List.of();
  }

  /** Removes all waiting commands and forgets the batch in progress. */
  List<GuildMessage.HandleCommand> release() {
    saving = false;
    List<GuildMessage.HandleCommand> all = List.copyOf(pending);
    pending.clear();
    return all;
  }

  private void warn(String description, Throwable failure) {
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log("Guild {}: {}: {}", id, description, FailureSummary.of(failure));
  }

  private static <T> CompletionStage<T> startSafely(
      Supplier<? extends CompletionStage<T>> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }
}
