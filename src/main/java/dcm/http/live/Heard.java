package dcm.http.live;

import dcm.guild.Task;
import dcm.guild.TaskId;
import dcm.http.Line;
import dcm.redis.Ticket;
import dcm.view.PastEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link LiveSocket} hears. */
sealed interface Heard {
  /** A text frame of the client's. */
  record Said(String text) implements Heard {}

  /** The client said what is no short text. */
  record Babbled() implements Heard {}

  /** The client is gone. */
  record Gone() implements Heard {}

  /** The router: this node goes. */
  record SendAway() implements Heard {}

  /** What the {@link Feed} goes on with. */
  sealed interface News extends Heard {}

  /** From the router. */
  record Happened(LiveEvent event) implements News {}

  /** The client's ticket was good. */
  record Admitted(Ticket ticket) implements Heard {}

  /** Who the viewer is. */
  record Known(Viewer viewer) implements Heard {}

  /**
   * A task as the viewer may see it; null: not at all, as far as the socket has heard of the guild.
   *
   * @param asOf the guild's revision then; of no meaning without a task
   */
  record Glimpsed(TaskId id, @Nullable Task task, long asOf) implements News {}

  /** What the router did not tell; not empty. */
  record Recalled(List<PastEvent> events) implements News {}

  /** Something was answered, or a time is over, and that ends the socket. */
  record Denied(Line.Close why) implements Heard {}

  /** There is room for more frames again. */
  record HasRoom() implements Heard {}

  /** A timer's. */
  enum Tick implements Heard {
    LOOK_AGAIN,
    STALLED,
    CUT
  }
}
