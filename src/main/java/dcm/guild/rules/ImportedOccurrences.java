package dcm.guild.rules;

import dcm.guild.command.ImportCommand;
import dcm.guild.command.PolicyPatch;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.Members;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings the occurrences of an imported task into the state that they had elsewhere, with the
 * events of those who act on a task here. Members who are not there any more are left out.
 */
final class ImportedOccurrences {
  private static final int MAX_OCCURRENCES = 50;

  private final DecisionContext context;
  private final TaskId task;
  private final TaskFields fields;

  private ImportedOccurrences(DecisionContext context, TaskId task, TaskFields fields) {
    this.context = context;
    this.task = task;
    this.fields = fields;
  }

  static void validate(List<Occurrence> occurrences, List<Refusal.FieldError> errors) {
    if (occurrences.size() > MAX_OCCURRENCES) {
      errors.add(
          new Refusal.FieldError(
              "occurrences", "too-many", "at most " + MAX_OCCURRENCES + " occurrences"));
      return;
    }
    for (Occurrence occurrence : occurrences) {
      TaskValidation.checkRange(occurrence.due().day(), "due", errors);
      Occurrence.Completion done = occurrence.completion();
      TextValidation.note(done == null ? null : done.note(), "note", errors);
      occurrence
          .currentProgress()
          .parts()
          .forEach(part -> TextValidation.note(part.note(), "note", errors));
    }
  }

  static ImportCommand.AddTask withoutDependencies(ImportCommand.AddTask add) {
    PolicyPatch policy = add.fields().policy();
    return policy == null || policy.dependsOn() == null
        ? add
        : new ImportCommand.AddTask(
            add.id(),
            add.task(),
            add.number(),
            add.numbersAbove(),
            add.fields().with(policy.waitingFor(Set.of())),
            add.category(),
            add.labels(),
            add.occurrences());
  }

  static void emit(
      DecisionContext context, TaskId task, TaskFields fields, List<Occurrence> occurrences) {
    var imported = new ImportedOccurrences(context, task, fields);
    List<Occurrence> inOrder =
        occurrences.stream().sorted(Comparator.comparingInt(Occurrence::ordinal)).toList();
    int ordinal = 0;
    for (Occurrence occurrence : inOrder) {
      imported.emit(occurrence, ++ordinal);
    }
  }

  private void emit(Occurrence occurrence, int ordinal) {
    Occurrence.Course course = occurrence.currentCourse();
    Due byRule = course.ruleDue();
    context.emitImported(
        new OccurrenceEvent.Opened(
            task,
            ordinal,
            byRule == null ? occurrence.due() : byRule,
            active(occurrence.assignees()),
            active(course.turn()),
            occurrence.isOpen() ? course.followedAt() : null,
            null));
    if (byRule != null) {
      context.emitImported(
          new OccurrenceEvent.Rescheduled(task, ordinal, byRule, occurrence.due(), byRule));
    }
    if (course.deadlineApplied() && occurrence.isOpen()) {
      context.emitImported(new OccurrenceEvent.DeadlineApplied(task, ordinal));
    }
    MemberId claimant = active(occurrence.claimedBy());
    if (claimant != null) {
      context.emitImported(new OccurrenceEvent.Claimed(task, ordinal, claimant));
    }
    progress(occurrence, ordinal);
    Instant snoozed = occurrence.snoozedUntil();
    if (occurrence.active() && snoozed != null && snoozed.isAfter(context.at())) {
      context.emitImported(new OccurrenceEvent.Snoozed(task, ordinal, snoozed));
    }
    close(occurrence, ordinal);
  }

  private void progress(Occurrence occurrence, int ordinal) {
    Set<Integer> ticks = new TreeSet<>(occurrence.currentProgress().ticks());
    ticks.removeIf(item -> item < 0 || item >= fields.effectivePolicy().checklist().size());
    if (!ticks.isEmpty()) {
      context.emitImported(new OccurrenceEvent.ChecklistTicked(task, ordinal, Set.of(), ticks));
    }
    for (Occurrence.Completion part : occurrence.currentProgress().parts()) {
      if (isKnown(part.by())) {
        context.emitImported(
            new OccurrenceEvent.PartCompleted(
                task,
                ordinal,
                part.by(),
                known(part.loggedBy()),
                past(part.doneAt()),
                part.note()));
      }
    }
  }

  private void close(Occurrence occurrence, int ordinal) {
    Occurrence.Completion done = occurrence.completion();
    switch (occurrence.state()) {
      case OPEN, CLAIMED -> {}
      case AWAITING_APPROVAL -> submit(done, ordinal);
      case DONE -> {
        MemberId approver = done == null ? null : done.approvedBy();
        if (approver != null) {
          submit(done, ordinal);
          context.emitImported(new OccurrenceEvent.Approved(task, ordinal, known(approver)));
        } else {
          context.emitImported(
              new OccurrenceEvent.Completed(
                  task,
                  ordinal,
                  known(done == null ? null : done.by()),
                  known(done == null ? null : done.loggedBy()),
                  past(done == null ? null : done.doneAt()),
                  done == null ? null : done.note()));
        }
      }
      case SKIPPED, CANCELLED ->
          context.emitImported(new OccurrenceEvent.Skipped(task, ordinal, null, true));
      case MISSED ->
          context.emitImported(
              new OccurrenceEvent.Missed(task, ordinal, active(occurrence.assignees())));
      case EXPIRED -> context.emitImported(new OccurrenceEvent.Expired(task, ordinal));
    }
  }

  private void submit(Occurrence.@Nullable Completion done, int ordinal) {
    context.emitImported(
        new OccurrenceEvent.Submitted(
            task,
            ordinal,
            known(done == null ? null : done.by()),
            known(done == null ? null : done.loggedBy()),
            past(done == null ? null : done.doneAt()),
            done == null ? null : done.note()));
  }

  private Instant past(@Nullable Instant at) {
    return at == null || at.isAfter(context.at()) ? context.at() : at;
  }

  private Members members() {
    return context.state().members();
  }

  private List<MemberId> active(List<MemberId> members) {
    return members.stream().filter(members()::isActive).distinct().toList();
  }

  private @Nullable MemberId active(@Nullable MemberId member) {
    return member != null && members().isActive(member) ? member : null;
  }

  private boolean isKnown(@Nullable MemberId member) {
    return member != null && members().find(member) != null;
  }

  /** A member of the guild, now or once; whoever imports stands in for strangers. */
  private MemberId known(@Nullable MemberId member) {
    return member != null && isKnown(member) ? member : context.caller().id();
  }
}
