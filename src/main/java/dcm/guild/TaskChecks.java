package dcm.guild;

import dcm.guild.recurrence.Recurrences;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a task's fields are sensible. What is the same as before is not judged again. */
final class TaskChecks {
  static final int LABELS = 20;
  static final int ORDER = 100;
  static final int MINUTES = 1_440;
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2200, 1, 1);

  private TaskChecks() {}

  /** The fields as they are kept; errors are added to the list. */
  static TaskFields check(TaskFields wanted, @Nullable TaskFields before, List<FieldError> errors) {
    String title = Texts.line(wanted.title(), "title", Texts.TITLE, errors);
    String description =
        Texts.lines(wanted.description(), "description", Texts.DESCRIPTION, errors);
    List<GroupingId> labels = wanted.labels().stream().distinct().toList();
    if (labels.size() > LABELS) {
      errors.add(new FieldError("labels", "too-many", "at most " + LABELS + " labels"));
    }
    effort(wanted.effort(), errors);
    if (wanted.priority() == null) {
      errors.add(new FieldError("priority", "missing", "must be given"));
    }
    if (before == null || !before.schedule().equals(wanted.schedule())) {
      schedule(wanted.schedule(), errors);
    }
    if (before == null || !before.assignment().equals(wanted.assignment())) {
      assignment(wanted.assignment(), errors);
    }
    return new TaskFields(
        title,
        description,
        wanted.category(),
        labels,
        wanted.effort(),
        wanted.priority(),
        wanted.schedule(),
        wanted.assignment());
  }

  /** Categories, labels and members that are named must be there; null: they are. */
  static @Nullable Refusal known(State state, TaskFields wanted, @Nullable TaskFields before) {
    GroupingId category = wanted.category();
    if (category != null && state.board().find(Grouping.Kind.CATEGORY, category) == null) {
      return new Refusal.UnknownGrouping(Grouping.Kind.CATEGORY, category);
    }
    for (GroupingId label : wanted.labels()) {
      if (state.board().find(Grouping.Kind.LABEL, label) == null) {
        return new Refusal.UnknownGrouping(Grouping.Kind.LABEL, label);
      }
    }
    return before != null && before.assignment().equals(wanted.assignment())
        ? null
        : unknown(state, wanted.assignment().order());
  }

  static @Nullable Refusal unknown(State state, List<MemberId> members) {
    for (MemberId member : members) {
      if (!state.people().active(member)) {
        return new Refusal.UnknownMember(member);
      }
    }
    return null;
  }

  private static void effort(@Nullable Effort effort, List<FieldError> errors) {
    if (effort == null) {
      errors.add(new FieldError("effort", "missing", "must be given"));
      return;
    }
    if (effort.minutes() < 0 || effort.minutes() > MINUTES) {
      errors.add(new FieldError("effort.minutes", "out-of-range", "must be 0 to " + MINUTES));
    }
    if (effort.difficulty() < 1 || effort.difficulty() > 5) {
      errors.add(new FieldError("effort.difficulty", "out-of-range", "must be 1 to 5"));
    }
  }

  private static void schedule(@Nullable Schedule schedule, List<FieldError> errors) {
    switch (schedule) {
      case null -> errors.add(new FieldError("schedule", "missing", "must be given"));
      case Schedule.Once(var due) ->
          within(
              switch (due) {
                case Due.Never _ -> null;
                case Due.AtTime time -> time.local().toLocalDate();
                case Due.AllDay day -> day.date();
              },
              "schedule.due",
              errors);
      case Schedule.Recurring recurring -> {
        int before = errors.size();
        within(recurring.recurrence().start(), "schedule.start", errors);
        if (errors.size() == before) {
          errors.addAll(Recurrences.check(recurring));
        }
      }
    }
  }

  private static void within(@Nullable LocalDate day, String field, List<FieldError> errors) {
    if (day != null && (day.isBefore(EARLIEST) || !day.isBefore(LATEST))) {
      errors.add(new FieldError(field, "out-of-range", "must lie between the years 2000 and 2199"));
    }
  }

  private static void assignment(@Nullable Assignment assignment, List<FieldError> errors) {
    if (assignment == null || assignment.strategy() == null) {
      errors.add(new FieldError("assignment", "missing", "must be given"));
      return;
    }
    String field = "assignment.order";
    List<MemberId> order = assignment.order();
    if (order.size() > ORDER) {
      errors.add(new FieldError(field, "too-many", "at most " + ORDER + " members"));
    }
    if (new HashSet<>(order).size() < order.size()) {
      errors.add(new FieldError(field, "duplicate", "must name each member once"));
    }
    switch (assignment.strategy()) {
      case FIXED -> {
        if (order.isEmpty()) {
          errors.add(new FieldError(field, "missing", "must name at least one member"));
        }
      }
      case POOL -> {
        if (!order.isEmpty()) {
          errors.add(new FieldError(field, "not-empty", "must be empty: the first takes it"));
        }
      }
      case ROUND_ROBIN -> {}
    }
  }
}
