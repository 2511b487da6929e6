package dcm.history;

/** Something that could not have been seen at one guild that takes one thing at a time. */
public sealed interface Violation {
  /** It was acknowledged, and at the end it is not there. */
  record Lost(String guild, String item) implements Violation {}

  /** It is there twice. */
  record Repeated(String guild, String item) implements Violation {}

  /** It was refused, or nobody ever asked for it, and it is there. */
  record Unexpected(String guild, String item) implements Violation {}

  /** It was acknowledged before the question was asked, and the answer does not have it. */
  record StaleRead(String guild, String item, long revision) implements Violation {}

  /** An answer is older than one that somebody had before it was asked. */
  record NonMonotonicRead(String guild, long before, long after) implements Violation {}

  /** The first was acknowledged before the second was asked, and stands behind it. */
  record OutOfOrder(String guild, String first, String second) implements Violation {}

  /** Two items have the same revision, or a later item an earlier one. */
  record WrongRevision(String guild, String first, String second) implements Violation {}

  /** What was read is not how the log began. */
  record Forked(String guild, long revision) implements Violation {}
}
