package dcm.history;

/** A kind of observation that one guild processing one operation at a time cannot produce. */
public sealed interface Violation {
  /** An acknowledged item is missing from the final log. */
  record Lost(String guild, String item) implements Violation {}

  /** An item is in the log twice. */
  record Repeated(String guild, String item) implements Violation {}

  /** An item that was refused or never requested is in the log. */
  record Unexpected(String guild, String item) implements Violation {}

  /** An item acknowledged before a query is missing from its response. */
  record StaleRead(String guild, String item, long revision) implements Violation {}

  /** A response is older than one received before its request. */
  record NonMonotonicRead(String guild, long before, long after) implements Violation {}

  /** An item acknowledged before another was requested is behind it. */
  record OutOfOrder(String guild, String first, String second) implements Violation {}

  /** Two items have the same revision, or a later item has an earlier one. */
  record WrongRevision(String guild, String first, String second) implements Violation {}

  /** A response is not a prefix of the log. */
  record Forked(String guild, long revision) implements Violation {}
}
