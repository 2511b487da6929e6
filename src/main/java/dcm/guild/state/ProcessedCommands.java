package dcm.guild.state;

import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Outcome;
import dcm.guild.value.CommandId;
import dcm.guild.value.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * Answers of persons' commands: for a day by the events' time, and no more than {@link
 * #MAX_COMMANDS}. Commands without events are not stored: repeating them is harmless.
 *
 * <p>Answers are guaranteed for a day. The oldest are saved elsewhere while they are still here
 * ({@link #toSave}), and none is dropped before it is saved ({@link #wouldDrop}).
 *
 * @param byRevision the commands by the revision of their first event
 * @param newestDroppedAt time of the newest answer that was dropped before its day was over; null:
 *     none was
 */
public record ProcessedCommands(
    HashPMap<CommandId, ProcessedCommand> byId,
    TreePMap<Long, CommandId> byRevision,
    @Nullable Instant newestDroppedAt) {
  public static final ProcessedCommands EMPTY =
      new ProcessedCommands(HashTreePMap.empty(), TreePMap.empty(), null);

  /** Time for which an answer is guaranteed. */
  public static final Duration RETENTION = Duration.ofHours(24);

  public static final int MAX_COMMANDS = 10_000;

  /** Number of newest answers that need not be saved yet. */
  static final int MAX_UNSAVED = 9_000;

  /**
   * A command and its answer.
   *
   * @param firstRevision the revision of its first event
   */
  public record ProcessedCommand(
      CommandId command,
      MemberId member,
      String fingerprint,
      Instant at,
      long firstRevision,
      Outcome outcome) {}

  @Nullable
  public ProcessedCommand find(CommandId command) {
    return byId.get(command);
  }

  public ProcessedCommands with(RecordedEvent recorded, MemberId member, Outcome outcome) {
    ProcessedCommand before = byId.get(recorded.command());
    long since = before == null ? outcome.revision() : before.firstRevision();
    Instant at = recorded.at();
    return with(new ProcessedCommand(
            recorded.command(), member, recorded.fingerprint(), at, since, outcome))
        .expire(at.minus(RETENTION));
  }

  public ProcessedCommands with(ProcessedCommand processed) {
    return new ProcessedCommands(
        byId.plus(processed.command(), processed),
        byRevision.plus(processed.firstRevision(), processed.command()),
        newestDroppedAt);
  }

  public ProcessedCommands withNewestDropped(@Nullable Instant newest) {
    return new ProcessedCommands(byId, byRevision, newest);
  }

  /** Whether an answer of the day before {@code at} may have been dropped. */
  public boolean mayHaveDropped(Instant at) {
    return newestDroppedAt != null && newestDroppedAt.isAfter(at.minus(RETENTION));
  }

  /**
   * The answers to save, oldest first: all but the newest {@link #MAX_UNSAVED}.
   *
   * @param saved the revision up to which they are saved already
   */
  public List<ProcessedCommand> toSave(long saved) {
    int surplus = byRevision.size() - MAX_UNSAVED;
    return surplus <= 0
        ? List.of()
        : byRevision.entrySet().stream()
            .limit(surplus)
            .filter(entry -> entry.getKey() > saved)
            .map(entry -> byId.get(entry.getValue()))
            .toList();
  }

  /** Whether the next command would drop an answer that is not saved. */
  public boolean wouldDrop(long saved) {
    return byRevision.size() >= MAX_COMMANDS && byRevision.firstKey() > saved;
  }

  private ProcessedCommands expire(Instant before) {
    ProcessedCommands remaining = this;
    while (!remaining.byRevision.isEmpty()) {
      CommandId oldest = remaining.byRevision.firstEntry().getValue();
      ProcessedCommand processed = remaining.byId.get(oldest);
      if (processed != null
          && remaining.byRevision.size() <= MAX_COMMANDS
          && !processed.at().isBefore(before)) {
        break;
      }
      Instant dropped = remaining.newestDroppedAt;
      if (processed != null && !processed.at().isBefore(before)) {
        dropped = processed.at();
      }
      remaining =
          new ProcessedCommands(
              remaining.byId.minus(oldest), remaining.byRevision.minusFirstEntry(), dropped);
    }
    return remaining;
  }
}
