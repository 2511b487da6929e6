package dcm.entity.recovery;

import dcm.entity.GuildMessage;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Commands of one guild that are not decided yet, in the order of arrival. Those that arrive during
 * a write are decided together when it ends, so that they share the next one. {@link
 * PendingRequests} bounds their number. Confined to its actor's thread.
 */
public final class CommandQueue {
  private final Queue<QueuedCommand> queued = new ArrayDeque<>();
  private Phase phase = Phase.RECOVERING;
  private boolean stopRequested;

  private enum Phase {
    RECOVERING,
    IDLE,
    /** {@link GuildMessage.Internal.DecideCommands} is on its way to the entity. */
    DECIDING,
    WRITING
  }

  /**
   * A command to be decided.
   *
   * @param lookUp the result of looking an earlier answer up; null: it was not looked up
   */
  public record QueuedCommand(
      GuildMessage.HandleCommand request, GuildMessage.Internal.@Nullable CommandLookedUp lookUp) {}

  /** Adds a command; true when the entity must be told to decide. */
  boolean add(QueuedCommand command) {
    queued.add(command);
    if (phase != Phase.IDLE) {
      return false;
    }
    phase = Phase.DECIDING;
    return true;
  }

  public boolean isEmpty() {
    return queued.isEmpty();
  }

  /** Removes the next command; there must be one. */
  public QueuedCommand remove() {
    return queued.remove();
  }

  /** The events of the removed commands are being written. */
  public void writing() {
    phase = Phase.WRITING;
  }

  /**
   * The entity can decide again: it was recovered, or has dealt with the removed commands.
   *
   * @return the message that it must send to itself; null: none
   */
  public GuildMessage.@Nullable Internal ready() {
    if (!queued.isEmpty()) {
      phase = Phase.DECIDING;
      return new GuildMessage.Internal.DecideCommands();
    }
    phase = Phase.IDLE;
    return stopRequested ? new GuildMessage.Internal.Stop() : null;
  }

  /**
   * The entity restarts; queued commands are decided after its recovery.
   *
   * @return the message that it must send to itself; null: none
   */
  public GuildMessage.@Nullable Internal recovering() {
    phase = Phase.RECOVERING;
    return stopRequested ? new GuildMessage.Internal.Stop() : null;
  }

  /** Discards commands that were answered otherwise. */
  void clear() {
    queued.clear();
    phase = Phase.RECOVERING;
  }

  /**
   * Requests that the entity stops.
   *
   * @return true: it can stop now. False: it is recovering, or commands are queued or being
   *     written; it is sent a second request when that has ended or failed, which is always granted
   */
  boolean requestStop() {
    boolean granted = stopRequested || (phase == Phase.IDLE && queued.isEmpty());
    stopRequested = true;
    return granted;
  }
}
