package dcm.guild.state;

import dcm.guild.event.GuildEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.AssignmentCause;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import dcm.guild.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps the ledger of work while events change occurrences. */
final class WorkloadUpdate {
  private WorkloadUpdate() {}

  /**
   * The ledger after an event of a task.
   *
   * @param before the state before the event
   * @param after the state after it, still with the former ledger
   */
  static Workload of(GuildState before, GuildState after, TaskId id, GuildEvent event, Instant at) {
    Workload workload = after.workload();
    if (event instanceof TaskEvent.Purged) {
      return workload.without(id);
    }
    TaskState old = before.catalog().tasks().get(id);
    TaskState now = after.catalog().tasks().get(id);
    TaskState known = now == null ? old : now;
    if (known == null) {
      return workload;
    }
    for (Workload.Transition transition : transitions(old, now, event)) {
      Occurrence occurrence = transition.after() == null ? transition.before() : transition.after();
      if (occurrence != null) {
        Due due = transition.returned() ? returnedTo(known, occurrence) : occurrence.due();
        workload = workload.apply(context(after, known, due, at), List.of(transition));
      }
    }
    return workload;
  }

  private static Workload.Context context(
      GuildState state, TaskState taskState, Due due, Instant at) {
    Assignment assignment = taskState.task().assignment();
    TaskId task = taskState.task().id();
    return new Workload.Context(
        taskState.task(),
        () -> Eligibility.entitled(assignment, task, due, state, at),
        () -> Eligibility.present(assignment, task, due, state, at),
        at);
  }

  /**
   * The occurrences that changed. What is in the bin can be restored: only its open occurrences
   * count for nobody.
   */
  private static List<Workload.Transition> transitions(
      @Nullable TaskState old, @Nullable TaskState now, GuildEvent event) {
    Map<Integer, Occurrence> before = old == null ? Map.of() : byOrdinal(old);
    Map<Integer, Occurrence> after = now == null ? Map.of() : byOrdinal(now);
    TreeSet<Integer> ordinals = new TreeSet<>(before.keySet());
    ordinals.addAll(after.keySet());
    List<Workload.Transition> changed = new ArrayList<>();
    for (Integer ordinal : ordinals) {
      Occurrence was = before.get(ordinal);
      Occurrence is = after.get(ordinal);
      boolean inBin = now == null && was != null && !was.isOpen();
      if (!Objects.equals(was, is) && !inBin) {
        changed.add(
            new Workload.Transition(
                ordinal,
                was,
                is,
                swap(event, ordinal),
                hasCause(event, ordinal, AssignmentCause.ABSENCE),
                hasCause(event, ordinal, AssignmentCause.RETURN)));
      }
    }
    return changed;
  }

  private static Map<Integer, Occurrence> byOrdinal(TaskState taskState) {
    Map<Integer, Occurrence> all = new HashMap<>();
    taskState
        .closings()
        .forEach(closing -> all.put(closing.occurrence().ordinal(), closing.occurrence()));
    taskState.task().occurrences().forEach(open -> all.put(open.ordinal(), open));
    return all;
  }

  private static boolean hasCause(GuildEvent event, int ordinal, AssignmentCause cause) {
    return event instanceof OccurrenceEvent.Assigned assigned
        && assigned.ordinal() == ordinal
        && assigned.cause() == cause;
  }

  /** The due of an occurrence before the move that is being undone. */
  private static Due returnedTo(TaskState taskState, Occurrence occurrence) {
    return taskState.lastAction() instanceof UndoableAction.Moved moved
            && moved.ordinal() == occurrence.ordinal()
        ? moved.before()
        : occurrence.due();
  }

  /** Who took over from whom for this time; null: nobody. */
  private static Workload.@Nullable Swapped swap(GuildEvent event, int ordinal) {
    if (!(event instanceof OccurrenceEvent.Assigned assigned)
        || assigned.cause() != AssignmentCause.SWAP
        || assigned.ordinal() != ordinal) {
      return null;
    }
    List<MemberId> from = new ArrayList<>(assigned.before());
    from.removeAll(assigned.after());
    List<MemberId> to = new ArrayList<>(assigned.after());
    to.removeAll(assigned.before());
    return from.isEmpty() || to.isEmpty()
        ? null
        : new Workload.Swapped(from.getFirst(), to.getFirst());
  }
}
