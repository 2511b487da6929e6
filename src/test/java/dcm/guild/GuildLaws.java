package dcm.guild;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.command.NotificationCommand;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.state.GuildState;
import dcm.guild.state.IndexedTask;
import dcm.guild.state.TaskSelection;
import dcm.guild.state.TaskState;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds in a guild after any event; follows the events of one guild. */
public final class GuildLaws {
  /** Wake-ups at one instant after which nothing may be due. */
  private static final int MAX_WAKE_UPS = 40;

  private final Map<OccurrenceRef, Occurrence.State> states = new HashMap<>();
  private final Map<TaskId, Integer> lastOrdinals = new HashMap<>();
  private final Set<DeliveryId> queued = new HashSet<>();
  private GuildState state = GuildState.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
  private int followed;

  /** The state after all events so far. */
  public GuildState state() {
    return state;
  }

  /** Follows the events of a fixture since the last call and checks the state after them. */
  public void check(GuildFixture fixture) {
    for (; followed < fixture.journal.size(); followed++) {
      follow(fixture.journal.get(followed));
    }
    checkState();
  }

  /** Applies an event and checks what holds of it and the events before. */
  public void follow(RecordedEvent recorded) {
    state = state.apply(recorded);
    switch (recorded.event()) {
      case OccurrenceEvent event -> follow(event);
      case TaskEvent.Purged purged ->
          states.keySet().removeIf(occurrence -> occurrence.task().equals(purged.task()));
      case NotificationEvent.Queued(var delivery) ->
          assertThat(queued.add(delivery.id())).as("sent twice: %s", delivery.id()).isTrue();
      default -> {}
    }
  }

  /** How many occurrences ended in a state; withdrawn ones are CANCELLED. */
  public long count(Occurrence.State outcome) {
    return states.values().stream().filter(outcome::equals).count();
  }

  /** Checks the state as a whole. */
  public void checkState() {
    checkAgenda();
    checkIndex();
    assertThat(
            state.workload().balances(state.members().byId().keySet()).values().stream()
                .mapToLong(Long::longValue)
                .sum())
        .as("what one did more, the others did less")
        .isZero();
    state.catalog().tasks().values().forEach(this::checkTask);
  }

  private void follow(OccurrenceEvent event) {
    OccurrenceRef ref = new OccurrenceRef(event.task(), event.ordinal());
    Occurrence.State before = states.get(ref);
    switch (event) {
      case OccurrenceEvent.Opened _ -> {
        Integer last = lastOrdinals.put(event.task(), event.ordinal());
        assertThat(event.ordinal()).as("ordinals grow").isGreaterThan(last == null ? 0 : last);
        states.put(ref, Occurrence.State.OPEN);
      }
      case OccurrenceEvent.Completed _, OccurrenceEvent.Approved _ ->
          close(ref, Occurrence.State.DONE);
      case OccurrenceEvent.Missed _ -> close(ref, Occurrence.State.MISSED);
      case OccurrenceEvent.Expired _ -> close(ref, Occurrence.State.EXPIRED);
      case OccurrenceEvent.Skipped _ -> close(ref, Occurrence.State.SKIPPED);
      case OccurrenceEvent.Withdrawn _ -> close(ref, Occurrence.State.CANCELLED);
      case OccurrenceEvent.Reopened _ -> {
        assertThat(before).as("reopened after it was closed").isNotIn(null, Occurrence.State.OPEN);
        states.put(ref, Occurrence.State.OPEN);
      }
      default -> assertThat(before).as("%s of an open one", event).isEqualTo(Occurrence.State.OPEN);
    }
  }

  private void close(OccurrenceRef ref, Occurrence.State outcome) {
    assertThat(states.put(ref, outcome)).as("closed once").isEqualTo(Occurrence.State.OPEN);
  }

  private void checkAgenda() {
    GuildState rebuilt = state.rescheduled();
    assertThat(state.agenda()).isEqualTo(rebuilt.agenda());
    assertThat(state.agenda().stream().map(GuildState.AgendaEntry::key)).doesNotHaveDuplicates();
    assertThat(state.notifications().plannedWakeUp())
        .as("planned is the next wake-up")
        .isEqualTo(rebuilt.nextWakeUp());
  }

  private void checkIndex() {
    List<Task> tasks = state.catalog().tasks().values().stream().map(TaskState::task).toList();
    for (TaskSelection selection : TaskSelection.values()) {
      int count = (int) tasks.stream().filter(task -> isIn(task, selection)).count();
      assertThat(state.catalog().index().byDue().count(selection))
          .as("%s", selection)
          .isEqualTo(count);
      assertThat(state.catalog().index().byNumber().count(selection)).isEqualTo(count);
    }
    assertThat(
            state.catalog().index().byDue().list(TaskSelection.ALL).stream()
                .map(IndexedTask::number))
        .containsExactlyElementsOf(
            tasks.stream()
                .sorted(
                    Comparator.comparing((Task task) -> IndexedTask.lastDue(task.open()))
                        .thenComparingInt(Task::number))
                .map(Task::number)
                .toList());
  }

  private static boolean isIn(Task task, TaskSelection selection) {
    Occurrence.State open = task.open() == null ? null : task.open().state();
    Occurrence.State closed = task.closed() == null ? null : task.closed().state();
    return switch (selection) {
      case ALL -> true;
      case OPEN -> open == Occurrence.State.OPEN;
      case CLAIMED -> open == Occurrence.State.CLAIMED;
      case ACTIVE -> open == Occurrence.State.OPEN || open == Occurrence.State.CLAIMED;
      case DONE -> closed == Occurrence.State.DONE;
      case SKIPPED -> closed == Occurrence.State.SKIPPED;
    };
  }

  private void checkTask(TaskState taskState) {
    Task task = taskState.task();
    List<Integer> ordinals = task.occurrences().stream().map(Occurrence::ordinal).toList();
    assertThat(ordinals).isSorted().doesNotHaveDuplicates();
    assertThat(ordinals).allMatch(ordinal -> ordinal <= taskState.lastOrdinal());
    assertThat(ordinals)
        .containsExactlyInAnyOrderElementsOf(
            states.entrySet().stream()
                .filter(entry -> entry.getKey().task().equals(task.id()))
                .filter(entry -> entry.getValue() == Occurrence.State.OPEN)
                .map(entry -> entry.getKey().ordinal())
                .toList());
    for (Occurrence open : task.occurrences()) {
      checkOpen(open);
    }
    assertThat(
            task.occurrences().stream().filter(open -> open.currentCourse().followedAt() != null))
        .as("only the newest is followed by another")
        .allMatch(open -> open.equals(task.newest()));
    Occurrence closed = task.closed();
    if (closed != null) {
      assertThat(closed.isOpen()).isFalse();
      assertThat(closed.completion() != null).isEqualTo(closed.state() == Occurrence.State.DONE);
      assertThat(states.get(new OccurrenceRef(task.id(), closed.ordinal())))
          .isEqualTo(closed.state());
    }
    for (TaskState.Closing closing : taskState.closings()) {
      assertThat(states.get(new OccurrenceRef(task.id(), closing.occurrence().ordinal())))
          .isEqualTo(closing.occurrence().state());
    }
  }

  private void checkOpen(Occurrence open) {
    assertThat(open.isOpen()).isTrue();
    assertThat(open.completion() != null)
        .isEqualTo(open.state() == Occurrence.State.AWAITING_APPROVAL);
    assertThat(open.remindedOf()).doesNotHaveDuplicates();
    if (open.active()) {
      assertThat(open.claimedBy() != null).isEqualTo(open.state() == Occurrence.State.CLAIMED);
      assertThat(open.holders()).allMatch(state.members()::isActive);
    }
  }

  /** Wakes the guild as long as it asks for it: at one instant, that ends. */
  public void wakeUpWhileDue(GuildFixture fixture) {
    for (int i = 0; fixture.planned() != null && !fixture.planned().isAfter(fixture.now); i++) {
      assertThat(i).as("wake-ups at one instant").isLessThan(MAX_WAKE_UPS);
      assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
          .as("a wake-up that is due does something")
          .isNotEmpty();
      check(fixture);
    }
  }
}
