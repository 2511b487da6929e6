package dcm.entity.recovery;

import dcm.entity.GuildMessage;
import dcm.guild.reply.GuildReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
  private @Nullable Long confirmedAt;
  private @Nullable Long checkStartedAt;

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
    if (confirmedAt == null || instant - confirmedAt > 0) {
      confirmedAt = instant;
    }
  }

  public boolean isFresh() {
    return confirmedAt != null && now() - confirmedAt < validityNanos;
  }

  public void hold(GuildMessage.Request request, GuildReply reply) {
    pending.add(new PendingReply(request, reply));
  }

  /** Whether somebody is looking already; if not, the caller does, from now on. */
  public boolean isBeingChecked() {
    return checkStartedAt != null;
  }

  public long beginCheck() {
    long startedAt = now();
    checkStartedAt = startedAt;
    return startedAt;
  }

  /** Whether this is the check that is waited for, and not one from before a restart. */
  public boolean endCheck(long startedAt) {
    boolean expected = checkStartedAt != null && checkStartedAt == startedAt;
    if (expected) {
      checkStartedAt = null;
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
    confirmedAt = null;
    checkStartedAt = null;
    return release();
  }
}
