package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.query.QueryResult;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskSelection;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.RosterEntry;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A forecast of who has what when. It lets the guild's own rules run on a copy of its state, as if
 * each occurrence were completed when it falls due; nothing of it is stored.
 */
final class RosterProjection {
  /** Entries of one roster at most; a guild answers nothing else meanwhile. */
  static final int MAX_ENTRIES = 300;

  private static final Comparator<RosterEntry> BY_DUE =
      Comparator.comparing((RosterEntry entry) -> entry.due().start())
          .thenComparingInt(RosterEntry::number);

  private final Instant now;
  private final Instant end;
  private final List<RosterEntry> entries = new ArrayList<>();
  private final PriorityQueue<Upcoming> queue = new PriorityQueue<>();
  private GuildState state;

  /** The newest occurrence of a task, which the next one follows. */
  private record Upcoming(Instant at, int number, TaskId task) implements Comparable<Upcoming> {
    private static final Comparator<Upcoming> ORDER =
        Comparator.comparing(Upcoming::at).thenComparingInt(Upcoming::number);

    @Override
    public int compareTo(Upcoming other) {
      return ORDER.compare(this, other);
    }
  }

  private RosterProjection(GuildState state, Instant now, Instant end) {
    this.state = state;
    this.now = now;
    this.end = end;
  }

  static QueryResult.Roster of(GuildState state, Principal principal, int weeks, Instant now) {
    RosterProjection projection =
        new RosterProjection(state, now, now.plus(Duration.ofDays(7L * weeks)));
    return projection.run(principal);
  }

  private QueryResult.Roster run(Principal principal) {
    state
        .catalog()
        .inNumberOrder(TaskSelection.ALL)
        .filter(taskState -> principal.canSee(taskState.task()))
        .forEach(this::addOpen);
    entries.sort(BY_DUE);
    boolean complete = entries.size() <= MAX_ENTRIES;
    while (!queue.isEmpty() && complete) {
      Upcoming next = queue.poll();
      complete = entries.size() < MAX_ENTRIES;
      if (complete) {
        follow(next);
      }
    }
    entries.sort(BY_DUE);
    return new QueryResult.Roster(entries.stream().limit(MAX_ENTRIES).toList(), complete);
  }

  private void addOpen(TaskState taskState) {
    Task task = taskState.task();
    for (Occurrence open : task.occurrences()) {
      if (open.due().start().isBefore(end)) {
        entries.add(entry(task, open.ordinal(), open.due(), open.holders(), turn(open)));
      }
    }
    Occurrence newest = task.newest();
    if (newest != null && newest.due().start().isBefore(end)) {
      queue.add(new Upcoming(later(newest.due().start()), task.number(), task.id()));
    }
  }

  private static @Nullable MemberId turn(Occurrence occurrence) {
    return occurrence.currentCourse().turn();
  }

  private Instant later(Instant at) {
    return at.isBefore(now) ? now : at;
  }

  /** Completes the newest occurrence of a task when it falls due, and opens the one after it. */
  private void follow(Upcoming upcoming) {
    TaskState before = state.catalog().tasks().get(upcoming.task());
    Occurrence newest = before == null ? null : before.task().newest();
    if (before == null || newest == null) {
      return;
    }
    Task task = before.task();
    Due next =
        NextDueRules.afterCompletion(
            task.schedule(),
            newest.dueByRule(),
            upcoming.at(),
            upcoming.at(),
            state.profile().holidayCalendar());
    if (next == null || !next.start().isBefore(end)) {
      return;
    }
    MemberId by = newest.holders().isEmpty() ? task.createdBy() : newest.holders().getFirst();
    apply(
        new OccurrenceEvent.Completed(task.id(), newest.ordinal(), by, by, upcoming.at(), null),
        upcoming.at());
    TaskState closed = state.catalog().tasks().get(task.id());
    if (closed == null) {
      return;
    }
    Selection selection =
        AssigneeSelection.select(state, Turns.next(closed, next, true, upcoming.at()));
    apply(
        new OccurrenceEvent.Opened(
            task.id(),
            closed.lastOrdinal() + 1,
            next,
            selection.assignees(),
            Turns.recordedTurn(selection),
            null,
            newest.ordinal()),
        upcoming.at());
    entries.add(entry(task, null, next, selection.assignees(), selection.turn()));
    queue.add(new Upcoming(later(next.start()), task.number(), task.id()));
  }

  private void apply(OccurrenceEvent event, Instant at) {
    state = state.apply(RecordedEvent.hypothetical(event, at));
  }

  private static RosterEntry entry(
      Task task,
      @Nullable Integer ordinal,
      Due due,
      List<MemberId> members,
      @Nullable MemberId turn) {
    return new RosterEntry(task.id(), task.number(), task.title(), ordinal, due, members, turn);
  }
}
