package dcm.redis;

/**
 * Between which numbers of requests a guild may set a limit of its own.
 *
 * @param byDefault for guilds that set none
 */
public record RateBounds(Rate byDefault, long least, long most) {
  /** What the guild wishes, moved into the bounds; {@code wish} ≤ 0 is no wish. */
  Rate within(long wish) {
    return wish <= 0 ? byDefault : new Rate(Math.clamp(wish, least, most), byDefault.window());
  }
}
