package dcm.redis;

/** What became of a refresh token that was presented. */
public sealed interface Rotation {
  /** It is spent, and its successor is good. */
  record Rotated(Session session) implements Rotation {}

  /**
   * It was spent a moment ago and its successor was not used yet: the answer was lost, or another
   * tab was faster. The successor is good, for both.
   */
  record Repeated(Session session) implements Rotation {}

  /**
   * It was spent before: somebody copied it, and nobody knows who, so the session has ended for all
   * of them.
   *
   * @param soon whether that was within {@link Sessions#LEEWAY} after it was spent
   */
  record Reused(Session ended, boolean soon) implements Rotation {}

  /** It was never ours, or its session has ended. */
  record Unknown() implements Rotation {}
}
