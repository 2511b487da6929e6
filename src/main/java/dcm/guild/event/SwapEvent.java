package dcm.guild.event;

import dcm.guild.value.MemberId;
import dcm.guild.value.Swap;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskId;

/**
 * Events of swaps. An offer ends without an event when its occurrence closes or goes to another
 * member.
 */
public sealed interface SwapEvent extends GuildEvent {
  /** The task of the offered occurrence. */
  TaskId task();

  record Offered(Swap swap) implements SwapEvent {
    @Override
    public TaskId task() {
      return swap.occurrence().task();
    }
  }

  /** An offer was accepted; the assignments follow. */
  record Accepted(SwapId swap, TaskId task, int ordinal, MemberId by) implements SwapEvent {}

  record Declined(SwapId swap, TaskId task, int ordinal, MemberId by) implements SwapEvent {}

  record Withdrawn(SwapId swap, TaskId task, int ordinal) implements SwapEvent {}
}
