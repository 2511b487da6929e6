package dcm.guild.rules;

import dcm.guild.recurrence.Recurrences;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskPolicy;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Validates a task's fields. Unchanged fields are not checked again. */
final class TaskValidation {
  static final int MAX_LABELS = 20;
  static final int MAX_ASSIGNEES = 100;
  static final int MAX_MINUTES = 1_440;
  private static final LocalDate MIN_DATE = LocalDate.of(2000, 1, 1);
  private static final LocalDate MAX_DATE = LocalDate.of(2200, 1, 1);

  private TaskValidation() {}

  /** The normalized fields; errors are added to the list. */
  static TaskFields validate(
      TaskFields wanted, @Nullable TaskFields before, List<Refusal.FieldError> errors) {
    String title =
        TextValidation.singleLine(wanted.title(), "title", TextValidation.MAX_TITLE_LENGTH, errors);
    String description =
        TextValidation.multiLine(
            wanted.description(), "description", TextValidation.MAX_DESCRIPTION_LENGTH, errors);
    List<GroupingId> labels = wanted.labels().stream().distinct().toList();
    if (labels.size() > MAX_LABELS) {
      errors.add(new Refusal.FieldError("labels", "too-many", "at most " + MAX_LABELS + " labels"));
    }
    effort(wanted.effort(), errors);
    if (wanted.priority() == null) {
      errors.add(new Refusal.FieldError("priority", "missing", "must be given"));
    }
    if (before == null || !before.schedule().equals(wanted.schedule())) {
      schedule(wanted.schedule(), errors);
    }
    if (before == null || !before.assignment().equals(wanted.assignment())) {
      AssignmentValidation.validate(wanted.assignment(), errors);
    }
    return new TaskFields(
        title,
        description,
        wanted.category(),
        labels,
        wanted.effort(),
        wanted.priority(),
        wanted.schedule(),
        wanted.assignment(),
        policy(wanted, before, errors));
  }

  private static @Nullable TaskPolicy policy(
      TaskFields wanted, @Nullable TaskFields before, List<Refusal.FieldError> errors) {
    boolean unchanged = before != null && Objects.equals(before.policy(), wanted.policy());
    return unchanged || wanted.policy() == null
        ? wanted.policy()
        : PolicyValidation.validate(wanted.policy(), errors);
  }

  /** The reason to refuse unknown categories, labels and members; null: all exist. */
  static @Nullable Refusal checkReferences(
      GuildState state, TaskFields wanted, @Nullable TaskFields before) {
    GroupingId category = wanted.category();
    if (category != null && state.catalog().find(Grouping.Kind.CATEGORY, category) == null) {
      return new Refusal.UnknownGrouping(Grouping.Kind.CATEGORY, category);
    }
    for (GroupingId label : wanted.labels()) {
      if (state.catalog().find(Grouping.Kind.LABEL, label) == null) {
        return new Refusal.UnknownGrouping(Grouping.Kind.LABEL, label);
      }
    }
    return before != null && before.assignment().equals(wanted.assignment())
        ? null
        : AssignmentValidation.checkReferences(state, wanted.assignment());
  }

  static @Nullable Refusal checkMembers(GuildState state, List<MemberId> members) {
    for (MemberId member : members) {
      if (!state.members().isActive(member)) {
        return new Refusal.UnknownMember(member);
      }
    }
    return null;
  }

  private static void effort(Task.@Nullable Effort effort, List<Refusal.FieldError> errors) {
    if (effort == null) {
      errors.add(new Refusal.FieldError("effort", "missing", "must be given"));
      return;
    }
    if (effort.minutes() < 0 || effort.minutes() > MAX_MINUTES) {
      errors.add(
          new Refusal.FieldError("effort.minutes", "out-of-range", "must be 0 to " + MAX_MINUTES));
    }
    if (effort.difficulty() < 1 || effort.difficulty() > 5) {
      errors.add(new Refusal.FieldError("effort.difficulty", "out-of-range", "must be 1 to 5"));
    }
  }

  static void schedule(@Nullable Schedule schedule, List<Refusal.FieldError> errors) {
    switch (schedule) {
      case null -> errors.add(new Refusal.FieldError("schedule", "missing", "must be given"));
      case Schedule.Once(var due) -> checkRange(due.day(), "schedule.due", errors);
      case Schedule.Recurring recurring -> {
        int before = errors.size();
        checkRange(recurring.recurrence().start(), "schedule.start", errors);
        if (errors.size() == before) {
          errors.addAll(Recurrences.check(recurring));
        }
      }
    }
  }

  /** Dates lie between the years 2000 and 2199. */
  static void checkRange(@Nullable LocalDate day, String field, List<Refusal.FieldError> errors) {
    if (day != null && (day.isBefore(MIN_DATE) || !day.isBefore(MAX_DATE))) {
      errors.add(
          new Refusal.FieldError(
              field, "out-of-range", "must lie between the years 2000 and 2199"));
    }
  }
}
