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
 * The knocks of people that were answered: for a day by the events' own clock, and no more than
 * {@link #MAX_COMMANDS}. What led to no event is not remembered: asking again does no harm.
 *
 * <p>Answers are promised for a day. So the oldest are to be saved elsewhere while they are still
 * here ({@link #toSave}), and nothing is dropped before it is saved ({@link #wouldDrop}).
 *
 * @param ages the knocks by the revision of their first event
 * @param dropped when the newest was answered of those that were dropped before their day was over;
 *     null: none was
 */
public record ProcessedCommands(
    HashPMap<CommandId, ProcessedCommand> byId,
    TreePMap<Long, CommandId> byRevision,
    @Nullable Instant newestDroppedAt) {
  public static final ProcessedCommands EMPTY =
      new ProcessedCommands(HashTreePMap.empty(), TreePMap.empty(), null);

  /** How long an answer is promised. */
  public static final Duration RETENTION = Duration.ofHours(24);

  public static final int MAX_COMMANDS = 10_000;

  /** How many of the newest need not be saved yet. */
  static final int MAX_UNSAVED = 9_000;

  /**
   * A knock and its answer.
   *
   * @param since the revision of its first event
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

  /** Whether an answer given within a day before {@code at} may have been dropped. */
  public boolean mayHaveDropped(Instant at) {
    return newestDroppedAt != null && newestDroppedAt.isAfter(at.minus(RETENTION));
  }

  /**
   * Those to be saved, oldest first: all but the newest {@link #MAX_UNSAVED}.
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

  /** Whether the next knock would drop one that is not saved. */
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
