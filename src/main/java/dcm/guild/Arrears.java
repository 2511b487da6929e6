package dcm.guild;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What one command began and was too much for it: the guild's wake-ups do the rest, a bounded part
 * each. It follows from the events, so a crash in between loses nothing of it.
 *
 * @param reminders what was due under a ladder that does not count any more, by task
 * @param handovers tasks whose open occurrence is held by somebody who left
 * @param since when the oldest of it was due; null: there is nothing
 */
public record Arrears(
    TreePMap<TaskId, Reminding> reminders, TreePSet<TaskId> handovers, @Nullable Instant since) {
  static final Arrears NONE = new Arrears(TreePMap.empty(), TreePSet.empty(), null);

  /**
   * Reminders of one occurrence, in order of time.
   *
   * @param at the time of each of {@code stages}
   */
  public record Reminding(TaskId task, int ordinal, List<Instant> at, List<Stage> stages) {
    public Reminding {
      at = List.copyOf(at);
      stages = List.copyOf(stages);
    }

    List<Reminders.Reminder> reminders() {
      return IntStream.range(0, stages.size())
          .mapToObj(i -> new Reminders.Reminder(at.get(i), stages.get(i)))
          .toList();
    }
  }

  Arrears withoutReminders() {
    return new Arrears(TreePMap.empty(), handovers, since).orNone();
  }

  Arrears orNone() {
    return isEmpty() ? NONE : this;
  }

  boolean isEmpty() {
    return reminders.isEmpty() && handovers.isEmpty();
  }

  /** The former ladder ends: what was due by now and was not sent yet is owed all the same. */
  Arrears withDue(Board board, House before, Iterable<Slot<TaskId>> agenda, Instant now) {
    Map<TaskId, Reminding> all = new TreeMap<>();
    for (Slot<TaskId> slot : agenda) {
      if (slot.at().isAfter(now)) {
        break;
      }
      Chore chore = board.chores().get(slot.what());
      Occurrence open = chore == null ? null : chore.task().open();
      if (open != null && !reminders.containsKey(slot.what())) {
        List<Reminders.Reminder> due = Reminders.passed(chore, before, now);
        all.put(
            slot.what(),
            new Reminding(
                slot.what(),
                open.ordinal(),
                due.stream().map(Reminders.Reminder::at).toList(),
                due.stream().map(Reminders.Reminder::stage).toList()));
      }
    }
    return with(all.isEmpty() ? reminders : reminders.plusAll(all), handovers, now);
  }

  /** Somebody left. */
  Arrears withHandovers(Board board, People people, Instant now) {
    List<TaskId> held =
        board
            .all()
            .filter(chore -> isHeldByWhoLeft(chore, people))
            .map(chore -> chore.task().id())
            .toList();
    return held.isEmpty() ? this : with(reminders, handovers.plusAll(held), now);
  }

  /** Something happened to the task: what does not hold any more is not owed. */
  Arrears after(TaskId task, Board board, People people) {
    if (isEmpty()) {
      return this;
    }
    Chore chore = board.chores().get(task);
    Reminding owed = reminders.get(task);
    boolean reminds = owed != null && holds(owed, chore);
    boolean hands = handovers.contains(task) && chore != null && isHeldByWhoLeft(chore, people);
    return with(
        owed == null || reminds ? reminders : reminders.minus(task),
        hands ? handovers : handovers.minus(task),
        since);
  }

  /** Somebody is there again: nobody has to take over from them. */
  Arrears after(Board board, People people) {
    TreePSet<TaskId> left = handovers;
    for (TaskId task : handovers) {
      Chore chore = board.chores().get(task);
      if (chore == null || !isHeldByWhoLeft(chore, people)) {
        left = left.minus(task);
      }
    }
    return with(reminders, left, since);
  }

  private Arrears with(
      TreePMap<TaskId, Reminding> owed, TreePSet<TaskId> held, @Nullable Instant now) {
    boolean nothing = owed.isEmpty() && held.isEmpty();
    return nothing ? NONE : new Arrears(owed, held, since == null ? now : since);
  }

  /** A claim, a snooze, a close end what was owed, as they end the ladder. */
  private static boolean holds(Reminding owed, @Nullable Chore chore) {
    Occurrence open = chore == null ? null : chore.task().open();
    return open != null
        && open.ordinal() == owed.ordinal()
        && owed.stages().stream().allMatch(stage -> holds(stage, open))
        && !open.remindedOf().contains(owed.stages().getLast().key());
  }

  private static boolean holds(Stage stage, Occurrence open) {
    Instant snoozed = open.snoozedUntil();
    return switch (stage) {
      case Stage.Snoozed(Instant until) -> until.equals(snoozed);
      case Stage.Before _, Stage.Overdue _ ->
          open.state() == Occurrence.State.OPEN && snoozed == null;
    };
  }

  private static boolean isHeldByWhoLeft(Chore chore, People people) {
    Occurrence open = chore.task().open();
    return open != null
        && ((open.claimedBy() != null && !people.active(open.claimedBy()))
            || !open.assignees().stream().allMatch(people::active));
  }
}
