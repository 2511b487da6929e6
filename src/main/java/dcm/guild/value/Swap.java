package dcm.guild.value;

import org.jspecify.annotations.Nullable;

/**
 * An offer to hand over or to exchange a turn; it counts when the other accepts.
 *
 * @param occurrence what is offered
 * @param from the member who offers it
 * @param to the member to whom it is offered; null: whoever accepts first
 * @param inExchange an occurrence of {@code to} that is wanted for it; null: a hand-over
 * @param permanent whether the places in the order are swapped too
 * @param note null: none
 */
public record Swap(
    SwapId id,
    OccurrenceRef occurrence,
    MemberId from,
    @Nullable MemberId to,
    @Nullable OccurrenceRef inExchange,
    boolean permanent,
    @Nullable String note) {}
