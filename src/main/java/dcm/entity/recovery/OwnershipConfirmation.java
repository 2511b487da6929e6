package dcm.entity.recovery;

import dcm.entity.GuildMessage;
import dcm.guild.reply.GuildReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time of the last confirmation that this entity owns its guild, and the replies held until the
 * next one. A node that was suspended and resumed (SIGSTOP, a migrated virtual machine) does not
 * notice that its guild has moved; the monotonic clock shows the pause.
 *
 * <p>The instant of a confirmation is always taken before the confirming action starts: if the node
 * is suspended in between, the confirmation is old when it arrives. Confined to its actor's thread.
 */
public final class OwnershipConfirmation {
  private final long validityNanos;
  private final LongSupplier clock;
  private final List<PendingReply> pending = new ArrayList<>();
  private @Nullable Long confirmedAt;
  private @Nullable Long checkStartedAt;

  /** A reply from memory that may be outdated. */
  public record PendingReply(GuildMessage.Request request, GuildReply reply) {}

  /**
   * Creates an unconfirmed ownership.
   *
   * @param clock monotonic, in nanoseconds
   */
  public OwnershipConfirmation(Duration validity, LongSupplier clock) {
    this.validityNanos = validity.toNanos();
    this.clock = clock;
  }

  public long now() {
    return clock.getAsLong();
  }

  /** Records that the entity owned its guild at an instant. */
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

  /** Whether a check is in progress; if not, the caller must start one. */
  public boolean isBeingChecked() {
    return checkStartedAt != null;
  }

  public long beginCheck() {
    long startedAt = now();
    checkStartedAt = startedAt;
    return startedAt;
  }

  /** Ends a check; false for one that was started before a restart. */
  public boolean endCheck(long startedAt) {
    boolean expected = checkStartedAt != null && checkStartedAt == startedAt;
    if (expected) {
      checkStartedAt = null;
    }
    return expected;
  }

  /** Removes and returns all held replies. */
  public List<PendingReply> release() {
    List<PendingReply> all = List.copyOf(pending);
    pending.clear();
    return all;
  }

  /** Discards every confirmation; returns the held replies. */
  public List<PendingReply> invalidate() {
    confirmedAt = null;
    checkStartedAt = null;
    return release();
  }
}
