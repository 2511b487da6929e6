package dcm.entity.recovery;

import dcm.entity.GuildMessage;
import dcm.guild.reply.GuildReply;
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
public final class OwnershipConfirmation {
  private final long validityNanos;
  private final LongSupplier clock;
  private final List<PendingReply> pending = new ArrayList<>();
  private OptionalLong confirmedAt = OptionalLong.empty();
  private OptionalLong checkStartedAt = OptionalLong.empty();

  /** An answer from memory that may be out of date. */
  public record PendingReply(GuildMessage.Request request, GuildReply reply) {}

  /**
   * @param clock monotonic, in nanoseconds
   */
  public OwnershipConfirmation(Duration validity, LongSupplier clock) {
    this.validityNanos = validity.toNanos();
    this.clock = clock;
  }

  public long now() {
    return clock.getAsLong();
  }

  /** The desk was the guild's only one then. */
  public void confirm(long instant) {
    if (confirmedAt.isEmpty() || instant - confirmedAt.getAsLong() > 0) {
      confirmedAt = OptionalLong.of(instant);
    }
  }

  public boolean isFresh() {
    return confirmedAt.isPresent() && now() - confirmedAt.getAsLong() < validityNanos;
  }

  public void hold(GuildMessage.Request request, GuildReply reply) {
    pending.add(new PendingReply(request, reply));
  }

  /** Whether somebody is looking already; if not, the caller does, from now on. */
  public boolean isBeingChecked() {
    return checkStartedAt.isPresent();
  }

  public long beginCheck() {
    long startedAt = now();
    checkStartedAt = OptionalLong.of(startedAt);
    return startedAt;
  }

  /** Whether this is the check that is waited for, and not one from before a restart. */
  public boolean endCheck(long startedAt) {
    boolean expected = checkStartedAt.isPresent() && checkStartedAt.getAsLong() == startedAt;
    if (expected) {
      checkStartedAt = OptionalLong.empty();
    }
    return expected;
  }

  /** All that waited; they wait no more. */
  public List<PendingReply> release() {
    List<PendingReply> all = List.copyOf(pending);
    pending.clear();
    return all;
  }

  /** The desk's memory is not to be trusted any more: whatever confirmed it. */
  public List<PendingReply> invalidate() {
    confirmedAt = OptionalLong.empty();
    checkStartedAt = OptionalLong.empty();
    return release();
  }
}
