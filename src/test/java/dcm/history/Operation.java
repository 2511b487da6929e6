package dcm.history;

import java.util.List;

/**
 * A request to a guild with its outcome. Times are {@link System#nanoTime} of the requesting
 * process: before the request was sent, and after the response arrived.
 */
public sealed interface Operation {
  String guild();

  long invokedAt();

  long respondedAt();

  /** Appends a unique item to the guild's log. */
  record Add(String guild, String item, long invokedAt, long respondedAt, Outcome outcome)
      implements Operation {}

  /**
   * Reads all items, in the log's order, as of a revision.
   *
   * @param revision the guild's revision in the response
   */
  record Read(String guild, List<String> items, long revision, long invokedAt, long respondedAt)
      implements Operation {}

  /** The outcome of appending an item. */
  sealed interface Outcome {
    /** The item is in the log at this revision of the guild. */
    record Acknowledged(long revision) implements Outcome {}

    /** The outcome is unknown: no response, a broken connection, 504. */
    record Unknown() implements Outcome {}

    /** The item was not appended and never will be. */
    record Refused() implements Outcome {}
  }
}
