package dcm.redis;

/** What became of a refresh token that was presented. */
public sealed interface Rotation {
  /** It is spent, and its successor is good. */
  record Rotated(Session session) implements Rotation {}

  /**
   * It was spent before: somebody copied it, and nobody knows who, so the session has ended for all
   * of them.
   */
  record Reused(Session ended) implements Rotation {}

  /** It was never ours, or its session has ended. */
  record Unknown() implements Rotation {}
}
