package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.value.Assignment;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.Roster;
import dcm.guild.value.Standby;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validates an assignment: each component belongs to its strategy or criteria. */
final class AssignmentValidation {
  private static final String ORDER = "assignment.order";

  private AssignmentValidation() {}

  static void validate(@Nullable Assignment assignment, List<Refusal.FieldError> errors) {
    if (assignment == null || assignment.strategy() == null) {
      errors.add(fieldError("assignment", "missing", "must be given"));
      return;
    }
    order(assignment, errors);
    roster(assignment, errors);
    dutyPeriod(assignment, errors);
    standby(assignment, errors);
    boolean roleFits =
        switch (assignment.strategy()) {
          case POOL, ROSTER -> false;
          case FIXED,
              ROUND_ROBIN,
              RANDOM,
              RANDOM_NOT_LAST,
              LEAST_COMPLETED,
              LEAST_ASSIGNED,
              BALANCED,
              DUTY_PERIOD ->
              true;
        };
    if (assignment.role() != null && !roleFits) {
      errors.add(fieldError("assignment.role", "not-empty", "must be absent for this strategy"));
    }
    if (assignment.criteria() == Assignment.Criteria.TURN && !assignment.strategy().isRotation()) {
      errors.add(
          fieldError("assignment.criteria", "contradiction", "needs a strategy that takes turns"));
    }
    if (assignment.group() != null) {
      TextValidation.singleLine(
          assignment.group().name(),
          "assignment.group.name",
          TextValidation.MAX_NAME_LENGTH,
          errors);
    }
  }

  private static void order(Assignment assignment, List<Refusal.FieldError> errors) {
    members(assignment.order(), ORDER, errors);
    boolean empty = assignment.order().isEmpty();
    switch (assignment.strategy()) {
      case FIXED -> {
        if (empty && assignment.role() == null) {
          errors.add(fieldError(ORDER, "missing", "must name at least one member"));
        }
      }
      case POOL, ROSTER -> {
        if (!empty) {
          errors.add(fieldError(ORDER, "not-empty", "must be empty for this strategy"));
        }
      }
      case ROUND_ROBIN,
          RANDOM,
          RANDOM_NOT_LAST,
          LEAST_COMPLETED,
          LEAST_ASSIGNED,
          BALANCED,
          DUTY_PERIOD -> {}
    }
  }

  private static void members(
      List<MemberId> members, String field, List<Refusal.FieldError> errors) {
    if (members.size() > TaskValidation.MAX_ASSIGNEES) {
      errors.add(
          fieldError(field, "too-many", "at most " + TaskValidation.MAX_ASSIGNEES + " members"));
    }
    if (new HashSet<>(members).size() < members.size()) {
      errors.add(fieldError(field, "duplicate", "must name each member once"));
    }
  }

  private static void roster(Assignment assignment, List<Refusal.FieldError> errors) {
    Roster roster = assignment.roster();
    String field = "assignment.roster";
    boolean expected = assignment.strategy() == Assignment.Strategy.ROSTER;
    if (expected != (roster != null)) {
      errors.add(
          expected
              ? fieldError(field, "missing", "must be given for this strategy")
              : fieldError(field, "not-empty", "must be absent for this strategy"));
      return;
    }
    if (roster == null) {
      return;
    }
    TaskValidation.checkRange(roster.start(), field + ".start", errors);
    if (roster.weeks().isEmpty() || roster.weeks().size() > Roster.MAX_WEEKS) {
      errors.add(
          fieldError(
              field + ".weeks", "out-of-range", "must have 1 to " + Roster.MAX_WEEKS + " weeks"));
    } else if (roster.members().isEmpty()) {
      errors.add(fieldError(field + ".weeks", "missing", "must name at least one member"));
    }
  }

  private static void dutyPeriod(Assignment assignment, List<Refusal.FieldError> errors) {
    DutyPeriod period = assignment.dutyPeriod();
    String field = "assignment.dutyPeriod";
    boolean expected = assignment.strategy() == Assignment.Strategy.DUTY_PERIOD;
    if (expected != (period != null)) {
      errors.add(
          expected
              ? fieldError(field, "missing", "must be given for this strategy")
              : fieldError(field, "not-empty", "must be absent for this strategy"));
    } else if (period != null) {
      TaskValidation.checkRange(period.start(), field + ".start", errors);
      if (period.every() < 1 || period.every() > DutyPeriod.MAX_EVERY) {
        errors.add(
            fieldError(field + ".every", "out-of-range", "must be 1 to " + DutyPeriod.MAX_EVERY));
      }
    }
  }

  private static void standby(Assignment assignment, List<Refusal.FieldError> errors) {
    Standby standby = assignment.standby();
    String field = "assignment.standby";
    boolean expected = assignment.criteria() == Assignment.Criteria.PRIMARY_STANDBY;
    if (expected != (standby != null)) {
      errors.add(
          expected
              ? fieldError(field, "missing", "must be given for this criteria")
              : fieldError(field, "not-empty", "must be absent for this criteria"));
    } else if (standby != null) {
      if (standby.members().isEmpty()) {
        errors.add(fieldError(field + ".members", "missing", "must name at least one member"));
      }
      members(standby.members(), field + ".members", errors);
    }
  }

  /** The reason to refuse members and roles that the guild does not have; null: it has all. */
  static @Nullable Refusal checkReferences(GuildState state, Assignment assignment) {
    boolean knownRole =
        assignment.role() == null
            || assignment.role().equals(state.everyone())
            || state.profile().roles().containsKey(assignment.role());
    return knownRole
        ? TaskValidation.checkMembers(state, assignment.namedMembers())
        : new Refusal.Invalid(
            List.of(fieldError("assignment.role", "unknown-role", "must be a role of this guild")));
  }

  private static Refusal.FieldError fieldError(String field, String code, String detail) {
    return new Refusal.FieldError(field, code, detail);
  }
}
