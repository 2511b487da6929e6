package dcm.guild.rules;

import dcm.guild.command.AbsenceBound;
import dcm.guild.command.MemberCommand;
import dcm.guild.event.MemberEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Absence;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules on members who are away for a time. */
final class AbsenceRules {
  /** Maximum number of a member's present and future absences. */
  static final int MAX_ABSENCES = 50;

  /** Maximum size of the absences of all members of a guild in characters. */
  static final int MAX_CHARACTERS = 2_000_000;

  static final int MAX_TASKS = 200;
  private static final Duration MAX_DISTANCE = Duration.ofDays(3_660);

  private AbsenceRules() {}

  static @Nullable Refusal add(DecisionContext context, MemberCommand.AddAbsence add) {
    Refusal denied = checkPermission(context, add.member());
    if (denied != null) {
      return denied;
    }
    Member member = context.state().members().find(add.member());
    if (member == null || !member.active()) {
      return new Refusal.UnknownMember(add.member());
    }
    if (member.allAbsences().size() >= MAX_ABSENCES) {
      return new Refusal.TooMany("absences of one member", MAX_ABSENCES);
    }
    Set<TaskId> tasks = new TreeSet<>();
    for (TaskRef ref : add.tasks()) {
      TaskState taskState = context.visibleTask(ref);
      if (taskState == null) {
        return new Refusal.UnknownTask(ref);
      }
      tasks.add(taskState.task().id());
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    Absence absence = absence(context, add, member, tasks, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    long all = context.state().members().absenceCharacters() + absence.characters();
    if (all > MAX_CHARACTERS) {
      return new Refusal.TooMany("characters in all absences", MAX_CHARACTERS);
    }
    context.emit(new MemberEvent.AbsenceAdded(member.id(), absence));
    passOn(context, new EventBudget(context));
    return null;
  }

  private static Absence absence(
      DecisionContext context,
      MemberCommand.AddAbsence add,
      Member member,
      Set<TaskId> tasks,
      List<Refusal.FieldError> errors) {
    Instant now = context.at();
    ZoneId zone =
        member.zone() == null ? context.state().profile().settings().zone() : member.zone();
    Instant from =
        switch (add.from()) {
          case null -> now;
          case AbsenceBound.Day(LocalDate date) -> date.atStartOfDay(zone).toInstant();
          case AbsenceBound.Moment(Instant at) -> at;
        };
    Instant until =
        switch (add.until()) {
          case null -> null;
          case AbsenceBound.Day(LocalDate date) -> date.plusDays(1).atStartOfDay(zone).toInstant();
          case AbsenceBound.Moment(Instant at) -> at;
        };
    if (from.isBefore(now.minus(MAX_DISTANCE)) || from.isAfter(now.plus(MAX_DISTANCE))) {
      errors.add(
          new Refusal.FieldError("from", "out-of-range", "must lie within ten years from now"));
    }
    if (until != null && !until.isAfter(from)) {
      errors.add(new Refusal.FieldError("until", "before-from", "must be after its beginning"));
    } else if (until != null && !until.isAfter(now)) {
      errors.add(new Refusal.FieldError("until", "in-the-past", "must lie in the future"));
    } else if (until != null && until.isAfter(now.plus(MAX_DISTANCE))) {
      errors.add(
          new Refusal.FieldError("until", "out-of-range", "must lie within ten years from now"));
    }
    if (tasks.size() > MAX_TASKS) {
      errors.add(new Refusal.FieldError("tasks", "too-many", "at most " + MAX_TASKS + " tasks"));
    }
    if (member.absence(add.id()) != null) {
      errors.add(new Refusal.FieldError("id", "taken", "this id is already in use"));
    }
    String reason = TextValidation.note(add.reason(), "reason", errors);
    return new Absence(add.id(), from, until, tasks.isEmpty() ? null : tasks, reason, null);
  }

  static @Nullable Refusal remove(DecisionContext context, MemberCommand.RemoveAbsence remove) {
    Refusal denied = checkPermission(context, remove.member());
    if (denied != null) {
      return denied;
    }
    Member member = context.state().members().find(remove.member());
    if (member == null) {
      return new Refusal.UnknownMember(remove.member());
    }
    if (member.absence(remove.id()) == null) {
      return new Refusal.UnknownAbsence(remove.id());
    }
    context.emit(new MemberEvent.AbsenceRemoved(member.id(), remove.id()));
    return null;
  }

  private static @Nullable Refusal checkPermission(DecisionContext context, MemberId member) {
    return member.equals(context.caller().id())
        ? null
        : context.checkPermission(Permission.MEMBER_MANAGE);
  }

  /**
   * Starts and ends absences that are due, and passes on the open turns of those who are away now:
   * as many as the budget allows, the others with the next wake-up.
   */
  static void passOn(DecisionContext context, EventBudget budget) {
    List<MemberId> due = new ArrayList<>();
    for (GuildState.AgendaEntry<MemberId> entry : context.state().members().transitions()) {
      if (entry.at().isAfter(context.at())) {
        break;
      }
      due.add(entry.key());
    }
    for (MemberId id : due) {
      Member member = context.state().members().find(id);
      if (member != null && budget.hasRemaining()) {
        member.allAbsences().forEach(absence -> advance(context, id, absence));
      }
    }
    MemberRules.handOver(context, budget);
  }

  private static void advance(DecisionContext context, MemberId member, Absence absence) {
    Instant now = context.at();
    if (absence.until() != null && !absence.until().isAfter(now)) {
      context.emit(new MemberEvent.AbsenceEnded(member, absence.id()));
    } else if (absence.startedAt() == null && !absence.from().isAfter(now)) {
      context.emit(new MemberEvent.AbsenceStarted(member, absence.id()));
    }
  }
}
