package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The knocks of people that were answered: for a day by the events' own clock, and no more than
 * {@link #MOST}. What led to no event is not remembered: asking again does no harm.
 *
 * <p>Answers are promised for a day. So the oldest are to be saved elsewhere while they are still
 * here ({@link #toSave}), and nothing is dropped before it is saved ({@link #wouldDrop}).
 *
 * @param ages the knocks by the revision of their first event
 * @param dropped when the newest was answered of those that were dropped before their day was over;
 *     null: none was
 */
public record Memory(
    HashPMap<CommandId, Remembered> knocks,
    TreePMap<Long, CommandId> ages,
    @Nullable Instant dropped) {
  static final Memory EMPTY = new Memory(HashTreePMap.empty(), TreePMap.empty(), null);

  /** How long an answer is promised. */
  public static final Duration SPAN = Duration.ofHours(24);

  static final int MOST = 10_000;

  /** How many of the newest need not be saved yet. */
  static final int UNSAVED = 9_000;

  /**
   * A knock and its answer.
   *
   * @param since the revision of its first event
   */
  public record Remembered(
      CommandId command,
      MemberId by,
      String fingerprint,
      Instant at,
      long since,
      Outcome outcome) {}

  @Nullable Remembered find(CommandId command) {
    return knocks.get(command);
  }

  Memory with(Recorded recorded, MemberId by, Outcome outcome) {
    Remembered before = knocks.get(recorded.command());
    long since = before == null ? outcome.revision() : before.since();
    Instant at = recorded.at();
    return with(new Remembered(recorded.command(), by, recorded.fingerprint(), at, since, outcome))
        .without(at.minus(SPAN));
  }

  Memory with(Remembered knock) {
    return new Memory(
        knocks.plus(knock.command(), knock), ages.plus(knock.since(), knock.command()), dropped);
  }

  Memory afterDropping(@Nullable Instant newest) {
    return new Memory(knocks, ages, newest);
  }

  /** Whether an answer given within a day before {@code at} may have been dropped. */
  boolean mayHaveDropped(Instant at) {
    return dropped != null && dropped.isAfter(at.minus(SPAN));
  }

  /**
   * Those to be saved, oldest first: all but the newest {@link #UNSAVED}.
   *
   * @param saved the revision up to which they are saved already
   */
  List<Remembered> toSave(long saved) {
    int surplus = ages.size() - UNSAVED;
    return surplus <= 0
        ? List.of()
        : ages.entrySet().stream()
            .limit(surplus)
            .filter(age -> age.getKey() > saved)
            .map(age -> knocks.get(age.getValue()))
            .toList();
  }

  /** Whether the next knock would drop one that is not saved. */
  boolean wouldDrop(long saved) {
    return ages.size() >= MOST && ages.firstKey() > saved;
  }

  private Memory without(Instant before) {
    Memory memory = this;
    while (!memory.ages.isEmpty()) {
      CommandId oldest = memory.ages.firstEntry().getValue();
      Remembered knock = memory.knocks.get(oldest);
      if (knock != null && memory.ages.size() <= MOST && !knock.at().isBefore(before)) {
        break;
      }
      Instant dropped = memory.dropped;
      if (knock != null && !knock.at().isBefore(before)) {
        dropped = knock.at();
      }
      memory = new Memory(memory.knocks.minus(oldest), memory.ages.minusFirstEntry(), dropped);
    }
    return memory;
  }
}
