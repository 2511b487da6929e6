package dcm.guild.rules;

import dcm.guild.command.SwapCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.AssignmentCause;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Permission;
import dcm.guild.value.Swap;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on handing over and exchanging turns with the consent of both members. */
final class SwapRules {
  /** Open offers of one guild. */
  static final int MAX_SWAPS = 500;

  private SwapRules() {}

  static @Nullable Refusal decide(DecisionContext context, SwapCommand command) {
    return switch (command) {
      case SwapCommand.Offer offer -> offer(context, offer);
      case SwapCommand.Accept accept -> accept(context, accept);
      case SwapCommand.Decline decline -> decline(context, decline);
      case SwapCommand.Withdraw withdraw -> withdraw(context, withdraw);
    };
  }

  private static @Nullable Refusal offer(DecisionContext context, SwapCommand.Offer offer) {
    MemberId callerId = context.caller().id();
    Refusal denied = context.checkPermission(Permission.TASK_CLAIM);
    if (denied != null) {
      return denied;
    }
    return OccurrenceRules.withActiveOccurrence(
        context,
        offer.task(),
        offer.ordinal(),
        (taskState, open) -> {
          if (!open.holders().contains(callerId)) {
            return new Refusal.NotYours();
          }
          List<Refusal.FieldError> errors = new ArrayList<>();
          String note = TextValidation.note(offer.note(), "note", errors);
          if (callerId.equals(offer.to())) {
            errors.add(new Refusal.FieldError("to", "own", "must be another member"));
          }
          if (offer.exchange() != null && offer.to() == null) {
            errors.add(new Refusal.FieldError("to", "missing", "must be given for an exchange"));
          }
          if (context.state().swaps().find(offer.id()) != null) {
            errors.add(new Refusal.FieldError("id", "taken", "this id is already in use"));
          }
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          if (offer.to() != null && !context.state().members().isActive(offer.to())) {
            return new Refusal.UnknownMember(offer.to());
          }
          if (context.state().swaps().byId().size() >= MAX_SWAPS) {
            return new Refusal.TooMany("swaps", MAX_SWAPS);
          }
          OccurrenceRef offered = new OccurrenceRef(taskState.task().id(), open.ordinal());
          return exchange(context, offer, offered, note);
        });
  }

  private static @Nullable Refusal exchange(
      DecisionContext context,
      SwapCommand.Offer offer,
      OccurrenceRef offered,
      @Nullable String note) {
    MemberId callerId = context.caller().id();
    TaskRef exchange = offer.exchange();
    if (exchange == null) {
      context.emit(
          new SwapEvent.Offered(
              new Swap(offer.id(), offered, callerId, offer.to(), null, offer.permanent(), note)));
      return null;
    }
    return OccurrenceRules.withActiveOccurrence(
        context,
        exchange,
        offer.exchangeOrdinal(),
        (taskState, open) -> {
          if (offer.to() == null || !open.holders().contains(offer.to())) {
            return new Refusal.Invalid(
                List.of(
                    new Refusal.FieldError(
                        "exchange", "not-theirs", "must be an occurrence of that member")));
          }
          OccurrenceRef wanted = new OccurrenceRef(taskState.task().id(), open.ordinal());
          if (wanted.equals(offered)) {
            return new Refusal.Invalid(
                List.of(new Refusal.FieldError("exchange", "same", "must be another occurrence")));
          }
          context.emit(
              new SwapEvent.Offered(
                  new Swap(
                      offer.id(), offered, callerId, offer.to(), wanted, offer.permanent(), note)));
          return null;
        });
  }

  private static @Nullable Refusal accept(DecisionContext context, SwapCommand.Accept accept) {
    Swap swap = visible(context, accept.id());
    if (swap == null) {
      return new Refusal.UnknownSwap(accept.id());
    }
    MemberId callerId = context.caller().id();
    if (callerId.equals(swap.from()) || (swap.to() != null && !callerId.equals(swap.to()))) {
      return new Refusal.NotYours();
    }
    Refusal denied = context.checkPermission(Permission.TASK_CLAIM);
    if (denied != null) {
      return denied;
    }
    OccurrenceRef offered = swap.occurrence();
    context.emit(new SwapEvent.Accepted(swap.id(), offered.task(), offered.ordinal(), callerId));
    OccurrenceRef exchange = swap.inExchange();
    handOver(context, offered, swap.from(), callerId, swap.permanent());
    if (exchange != null) {
      handOver(context, exchange, callerId, swap.from(), swap.permanent());
    }
    if (swap.permanent()) {
      swapPlaces(context, offered.task(), swap.from(), callerId);
      if (exchange != null && !exchange.task().equals(offered.task())) {
        swapPlaces(context, exchange.task(), callerId, swap.from());
      }
    }
    return null;
  }

  private static void handOver(
      DecisionContext context, OccurrenceRef ref, MemberId from, MemberId to, boolean permanent) {
    TaskState taskState = context.state().catalog().tasks().get(ref.task());
    Occurrence open = taskState == null ? null : taskState.task().open(ref.ordinal());
    if (taskState == null || open == null) {
      return;
    }
    context.emit(
        new OccurrenceEvent.Assigned(
            ref.task(),
            ref.ordinal(),
            open.assignees(),
            open.handedOver(from, to),
            permanent ? AssignmentCause.PERMANENT_SWAP : AssignmentCause.SWAP));
  }

  /** Swaps the places of two members in the order of a task, or replaces one by the other. */
  private static void swapPlaces(DecisionContext context, TaskId task, MemberId from, MemberId to) {
    TaskState taskState = context.state().catalog().tasks().get(task);
    if (taskState == null) {
      return;
    }
    TaskFields before = taskState.task().fields();
    Assignment assignment = before.assignment();
    if (assignment.strategy() == Assignment.Strategy.POOL) {
      return;
    }
    List<MemberId> order =
        new ArrayList<>(
            assignment.order().isEmpty() && assignment.strategy().isRotation()
                ? context.state().members().activeOrder()
                : assignment.order());
    int fromPlace = order.indexOf(from);
    int toPlace = order.indexOf(to);
    if (fromPlace < 0) {
      return;
    }
    if (toPlace < 0) {
      order.set(fromPlace, to);
    } else {
      Collections.swap(order, fromPlace, toPlace);
    }
    if (order.size() > TaskValidation.MAX_ASSIGNEES) {
      return;
    }
    context.emit(
        new TaskEvent.Edited(
            taskState.task().id(), before, before.withAssignment(assignment.withOrder(order))));
  }

  private static @Nullable Refusal decline(DecisionContext context, SwapCommand.Decline decline) {
    Swap swap = visible(context, decline.id());
    if (swap == null) {
      return new Refusal.UnknownSwap(decline.id());
    }
    if (!context.caller().id().equals(swap.to())) {
      return new Refusal.NotYours();
    }
    OccurrenceRef offered = swap.occurrence();
    context.emit(
        new SwapEvent.Declined(
            swap.id(), offered.task(), offered.ordinal(), context.caller().id()));
    return null;
  }

  private static @Nullable Refusal withdraw(
      DecisionContext context, SwapCommand.Withdraw withdraw) {
    Swap swap = visible(context, withdraw.id());
    if (swap == null) {
      return new Refusal.UnknownSwap(withdraw.id());
    }
    Refusal denied =
        context.caller().id().equals(swap.from())
            ? null
            : context.checkPermission(Permission.TASK_ASSIGN);
    if (denied == null) {
      OccurrenceRef offered = swap.occurrence();
      context.emit(new SwapEvent.Withdrawn(swap.id(), offered.task(), offered.ordinal()));
    }
    return denied;
  }

  /** An offer that concerns the caller, or whose task they may see; null: there is none. */
  private static @Nullable Swap visible(DecisionContext context, SwapId id) {
    Swap swap = context.state().swaps().find(id);
    return swap != null && isVisible(context.principal(), context.state(), swap) ? swap : null;
  }

  static boolean isVisible(Principal principal, GuildState state, Swap swap) {
    TaskState taskState = state.catalog().tasks().get(swap.occurrence().task());
    boolean concerned = principal.member() != null && principal.member().id().equals(swap.to());
    return taskState != null && (concerned || principal.canSee(taskState.task()));
  }
}
