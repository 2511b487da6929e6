package dcm.guild.state;

import dcm.guild.event.SwapEvent;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Swap;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The offers that are open. An offer ends when the member who made it has it no more. */
public record Swaps(TreePMap<SwapId, Swap> byId) {
  public static final Swaps EMPTY = new Swaps(TreePMap.empty());

  public static Swaps of(@Nullable Collection<Swap> swaps) {
    TreePMap<SwapId, Swap> all = TreePMap.empty();
    for (Swap swap : swaps == null ? List.<Swap>of() : swaps) {
      all = all.plus(swap.id(), swap);
    }
    return new Swaps(all);
  }

  public @Nullable Swap find(SwapId id) {
    return byId.get(id);
  }

  Swaps apply(SwapEvent event) {
    return switch (event) {
      case SwapEvent.Offered(var swap) -> new Swaps(byId.plus(swap.id(), swap));
      case SwapEvent.Accepted accepted -> new Swaps(byId.minus(accepted.swap()));
      case SwapEvent.Declined declined -> new Swaps(byId.minus(declined.swap()));
      case SwapEvent.Withdrawn withdrawn -> new Swaps(byId.minus(withdrawn.swap()));
    };
  }

  /** Ends the offers that a change of a task has left without an occurrence or a holder. */
  Swaps reconciled(TaskId task, TaskCatalog catalog) {
    TreePMap<SwapId, Swap> remaining = byId;
    for (Swap swap : byId.values()) {
      boolean concerned =
          swap.occurrence().task().equals(task)
              || (swap.inExchange() != null && swap.inExchange().task().equals(task));
      if (concerned && !stillPossible(swap, catalog)) {
        remaining = remaining.minus(swap.id());
      }
    }
    return remaining.size() == byId.size() ? this : new Swaps(remaining);
  }

  private static boolean stillPossible(Swap swap, TaskCatalog catalog) {
    Occurrence offered = open(swap.occurrence(), catalog);
    if (offered == null || !offered.holders().contains(swap.from())) {
      return false;
    }
    OccurrenceRef wanted = swap.inExchange();
    Occurrence exchange = wanted == null ? null : open(wanted, catalog);
    return wanted == null
        || (exchange != null && swap.to() != null && exchange.holders().contains(swap.to()));
  }

  /** An occurrence that can still be done; null: it is closed or deleted. */
  static @Nullable Occurrence open(OccurrenceRef ref, TaskCatalog catalog) {
    TaskState taskState = catalog.tasks().get(ref.task());
    Occurrence open = taskState == null ? null : taskState.task().open(ref.ordinal());
    return open != null && open.active() ? open : null;
  }
}
