package dcm.guild.command;

import dcm.guild.value.MemberId;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskRef;
import org.jspecify.annotations.Nullable;

/** Commands on swaps. */
public sealed interface SwapCommand extends GuildCommand {
  SwapId id();

  /**
   * Offers an occurrence of the caller.
   *
   * @param ordinal null: the open one
   * @param to null: to whoever accepts first
   * @param exchange the task of which an occurrence is wanted for it; null: a hand-over. Needs
   *     {@code to}.
   * @param exchangeOrdinal null: the open one
   * @param permanent whether the places in the order are swapped too
   */
  record Offer(
      SwapId id,
      TaskRef task,
      @Nullable Integer ordinal,
      @Nullable MemberId to,
      @Nullable TaskRef exchange,
      @Nullable Integer exchangeOrdinal,
      boolean permanent,
      @Nullable String note)
      implements SwapCommand {}

  /** Accepts an offer to the caller, or to anyone. */
  record Accept(SwapId id) implements SwapCommand {}

  /** Declines an offer to the caller. */
  record Decline(SwapId id) implements SwapCommand {}

  /** Withdraws an offer of the caller, or of another member with TASK_ASSIGN. */
  record Withdraw(SwapId id) implements SwapCommand {}
}
