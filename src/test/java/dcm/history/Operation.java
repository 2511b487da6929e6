package dcm.history;

import java.util.List;

/**
 * What somebody asked a guild, and what came of it. Times are {@link System#nanoTime} of the one
 * process that asks: before the question was sent, and after the answer was there.
 */
public sealed interface Operation {
  String guild();

  long invokedAt();

  long respondedAt();

  /** An item that nobody else adds, to the end of the guild's log. */
  record Add(String guild, String item, long invokedAt, long respondedAt, Outcome outcome)
      implements Operation {}

  /**
   * All items, in the log's order, as of a revision.
   *
   * @param revision the guild's, as the answer says
   */
  record Read(String guild, List<String> items, long revision, long invokedAt, long respondedAt)
      implements Operation {}

  /** What the guild said of an item. */
  sealed interface Outcome {
    /** It is in the log; the guild's revision was then this one. */
    record Acknowledged(long revision) implements Outcome {}

    /** Nobody knows: no answer, a broken connection, 504. */
    record Unknown() implements Outcome {}

    /** It was not taken and never will be. */
    record Refused() implements Outcome {}
  }
}
