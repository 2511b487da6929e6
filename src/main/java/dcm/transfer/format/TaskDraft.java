package dcm.transfer.format;

import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.PolicyPatch;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what another program says of a task. */
final class TaskDraft {
  /** Items that a checklist has at most. */
  private static final int MAX_ITEMS = 50;

  private static final int MAX_ITEM_LENGTH = 200;

  @Nullable String sourceId;
  @Nullable Integer number;
  String title = "";
  String description = "";
  ImportedTask.@Nullable NamedColour category;
  final List<ImportedTask.NamedColour> labels = new ArrayList<>();
  final List<String> waitsFor = new ArrayList<>();
  Task.Priority priority = Task.Priority.NORMAL;
  @Nullable Integer minutes;
  @Nullable Integer difficulty;
  @Nullable Integer points;
  Due due = new Due.Never();
  @Nullable String rrule;
  @Nullable LocalDate start;
  Set<LocalDate> exceptions = new HashSet<>();
  boolean fromCompletion;
  boolean skipsShortMonths;
  @Nullable ZoneId zone;
  Assignment.Strategy strategy = Assignment.Strategy.FIXED;
  final List<MemberId> assignees = new ArrayList<>();
  final List<MemberId> holders = new ArrayList<>();
  final List<String> checklist = new ArrayList<>();
  final Set<Integer> ticks = new HashSet<>();
  boolean done;
  boolean skipped;
  @Nullable Instant doneAt;
  @Nullable MemberId doneBy;
  @Nullable String note;

  void category(@Nullable String name) {
    category =
        name == null || name.isBlank() ? null : new ImportedTask.NamedColour(name.strip(), null);
  }

  void label(@Nullable String name, @Nullable String colour) {
    if (name != null && !name.isBlank()) {
      labels.add(new ImportedTask.NamedColour(name.strip(), colour));
    }
  }

  /** Adds an item to the checklist; those beyond its limit go into the description. */
  void item(String text, boolean ticked) {
    String line = text.strip().replace('\n', ' ');
    if (line.isEmpty()) {
      return;
    }
    if (checklist.size() >= MAX_ITEMS || line.length() > MAX_ITEM_LENGTH) {
      description = (description + "\n- " + line).strip();
      return;
    }
    if (ticked) {
      ticks.add(checklist.size());
    }
    checklist.add(line);
  }

  /**
   * The task.
   *
   * @param now of the import: a completion without a time is at its due, or now
   */
  ImportedTask toTask(Instant now) {
    return new ImportedTask(
        sourceId,
        number,
        new TaskPatch(
            title,
            description,
            null,
            false,
            null,
            minutes == null && difficulty == null
                ? null
                : new TaskPatch.EffortPatch(minutes, difficulty),
            priority,
            schedule(),
            assignment(),
            checklist.isEmpty() && points == null
                ? null
                : new PolicyPatch(
                    checklist.isEmpty() ? null : List.copyOf(checklist),
                    null,
                    null,
                    null,
                    null,
                    null,
                    points,
                    false,
                    null)),
        category,
        labels,
        waitsFor,
        occurrences(now));
  }

  private @Nullable AssignmentPatch assignment() {
    return assignees.isEmpty() ? null : new AssignmentPatch(strategy, List.copyOf(assignees));
  }

  private @Nullable RequestedSchedule schedule() {
    if (rrule == null) {
      return switch (due) {
        case Due.Never _ -> null;
        case Due.AtTime(var local, var dueZone) ->
            new RequestedSchedule.OnceAtTime(local, dueZone, false);
        case Due.AllDay(var date, var dueZone) ->
            new RequestedSchedule.OnceAllDay(date, dueZone, false);
      };
    }
    LocalTime time = due instanceof Due.AtTime atTime ? atTime.local().toLocalTime() : null;
    EnumSet<RequestedSchedule.Component> omitted =
        EnumSet.copyOf(RequestedSchedule.Component.CALENDAR_RULES);
    omitted.remove(RequestedSchedule.Component.EXCEPTIONS);
    if (!fromCompletion) {
      // the rule may say it itself
      omitted.add(RequestedSchedule.Component.ANCHOR);
    }
    return new RequestedSchedule.Recurring(
        rrule,
        null,
        start != null ? start : due.day(),
        time,
        due.zone() == null ? zone : due.zone(),
        skipsShortMonths ? Recurrence.MonthEnd.SKIP : Recurrence.MonthEnd.CLAMP,
        fromCompletion ? Schedule.Anchor.FROM_COMPLETION : Schedule.Anchor.FROM_DUE,
        null,
        null,
        null,
        exceptions,
        omitted);
  }

  private List<Occurrence> occurrences(Instant now) {
    boolean closed = done || skipped;
    boolean firstByRule = rrule != null && due instanceof Due.Never;
    boolean turnByGuild =
        holders.isEmpty() && !assignees.isEmpty() && strategy != Assignment.Strategy.FIXED;
    if (!closed && (firstByRule || (turnByGuild && !due.isOverdue(now) && ticks.isEmpty()))) {
      // the guild opens it, as it opens a new task's
      return List.of();
    }
    List<MemberId> given = holders.isEmpty() && !turnByGuild ? assignees : holders;
    Occurrence open =
        Occurrence.opened(1, due, given, now, Occurrence.Course.opened(now, null, null))
            .withTicks(ticks);
    if (skipped) {
      return List.of(open.closed(Occurrence.State.SKIPPED, now));
    }
    if (!done) {
      return List.of(open);
    }
    MemberId by = doneBy == null ? People.UNKNOWN : doneBy;
    return List.of(open.done(new Occurrence.Completion(by, by, doneAt(now), now, note), now));
  }

  private Instant doneAt(Instant now) {
    if (doneAt != null) {
      return doneAt.isAfter(now) ? now : doneAt;
    }
    return due instanceof Due.Never || due.start().isAfter(now) ? now : due.start();
  }
}
