package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The knocks of people that were answered: for a day by the events' own clock, and no more than
 * {@link #MOST}. What led to no event is not remembered: asking again does no harm.
 *
 * @param ages the knocks by the revision of their first event
 */
record Memory(HashPMap<CommandId, Remembered> knocks, TreePMap<Long, CommandId> ages) {
  static final Memory EMPTY = new Memory(HashTreePMap.empty(), TreePMap.empty());
  static final Duration SPAN = Duration.ofHours(24);
  static final int MOST = 10_000;

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
        knocks.plus(knock.command(), knock), ages.plus(knock.since(), knock.command()));
  }

  private Memory without(Instant before) {
    Memory memory = this;
    while (!memory.ages.isEmpty()) {
      CommandId oldest = memory.ages.firstEntry().getValue();
      Remembered knock = memory.knocks.get(oldest);
      if (knock != null && memory.ages.size() <= MOST && !knock.at().isBefore(before)) {
        break;
      }
      memory = new Memory(memory.knocks.minus(oldest), memory.ages.minusFirstEntry());
    }
    return memory;
  }
}
