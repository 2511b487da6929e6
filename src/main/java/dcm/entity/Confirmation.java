package dcm.entity;

import dcm.guild.GuildReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Since when it is known that this desk is the guild's only one, and the answers that wait until it
 * is known again. A node that was stopped and goes on (SIGSTOP, a virtual machine that moves) does
 * not notice that its guild lives elsewhere by now; the clock that never stops does.
 *
 * <p>An instant is always taken before whatever confirms is begun: if the node sleeps in between,
 * the confirmation is old when it arrives. Lives on its actor's thread.
 */
final class Confirmation {
  private final long lasts;
  private final LongSupplier clock;
  private final List<Held> held = new ArrayList<>();
  private OptionalLong since = OptionalLong.empty();
  private OptionalLong checking = OptionalLong.empty();

  /** An answer from memory that may be out of date. */
  record Held(GuildMessage.Asked ask, GuildReply reply) {}

  /**
   * @param clock monotonic, in nanoseconds
   */
  Confirmation(Duration lasts, LongSupplier clock) {
    this.lasts = lasts.toNanos();
    this.clock = clock;
  }

  long now() {
    return clock.getAsLong();
  }

  /** The desk was the guild's only one then. */
  void at(long instant) {
    if (since.isEmpty() || instant - since.getAsLong() > 0) {
      since = OptionalLong.of(instant);
    }
  }

  boolean isFresh() {
    return since.isPresent() && now() - since.getAsLong() < lasts;
  }

  void hold(GuildMessage.Asked ask, GuildReply reply) {
    held.add(new Held(ask, reply));
  }

  /** Whether somebody is looking already; if not, the caller does, from now on. */
  boolean isBeingChecked() {
    return checking.isPresent();
  }

  long beginCheck() {
    long asked = now();
    checking = OptionalLong.of(asked);
    return asked;
  }

  /** Whether this is the check that is waited for, and not one from before a restart. */
  boolean endCheck(long asked) {
    boolean expected = checking.isPresent() && checking.getAsLong() == asked;
    if (expected) {
      checking = OptionalLong.empty();
    }
    return expected;
  }

  /** All that waited; they wait no more. */
  List<Held> release() {
    List<Held> all = List.copyOf(held);
    held.clear();
    return all;
  }

  /** The desk's memory is not to be trusted any more: whatever confirmed it. */
  List<Held> forget() {
    since = OptionalLong.empty();
    checking = OptionalLong.empty();
    return release();
  }
}
