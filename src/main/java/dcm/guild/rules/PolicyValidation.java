package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import dcm.guild.value.LateEffect;
import dcm.guild.value.TaskPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Validates a task's policy. */
final class PolicyValidation {
  static final int MAX_CHECKLIST_ITEMS = 50;
  static final int MAX_DEPENDENCIES = 20;
  private static final Duration MAX_DEADLINE = Duration.ofDays(365);

  private PolicyValidation() {}

  /** The normalized policy; errors are added to the list. */
  static TaskPolicy validate(TaskPolicy wanted, List<Refusal.FieldError> errors) {
    List<String> checklist = new ArrayList<>();
    for (int i = 0; i < wanted.checklist().size() && i <= MAX_CHECKLIST_ITEMS; i++) {
      checklist.add(
          TextValidation.singleLine(
              wanted.checklist().get(i),
              "policy.checklist[" + i + "]",
              TextValidation.MAX_TITLE_LENGTH,
              errors));
    }
    checkSize(wanted.checklist().size(), MAX_CHECKLIST_ITEMS, "policy.checklist", errors);
    checkSize(wanted.dependsOn().size(), MAX_DEPENDENCIES, "policy.dependsOn", errors);
    if (wanted.requires(TaskPolicy.Requirement.CHECKLIST) && wanted.checklist().isEmpty()) {
      errors.add(
          new Refusal.FieldError("policy.checklist", "missing", "must have at least one item"));
    }
    Duration after = wanted.deadline().after();
    if (after.isNegative() || after.compareTo(MAX_DEADLINE) > 0) {
      errors.add(
          new Refusal.FieldError("policy.deadline.after", "out-of-range", "must be 0 to 365 days"));
    }
    checkPoints(wanted, errors);
    return wanted.withChecklist(checklist);
  }

  private static void checkPoints(TaskPolicy wanted, List<Refusal.FieldError> errors) {
    Integer points = wanted.points();
    if (points != null && (points < 0 || points > TaskPolicy.MAX_POINTS)) {
      errors.add(
          new Refusal.FieldError(
              "policy.points", "out-of-range", "must be 0 to " + TaskPolicy.MAX_POINTS));
    }
    LateEffect late = wanted.lateEffect();
    boolean penalty = late.kind() == LateEffect.Kind.PENALTY;
    if (late.penalty() < (penalty ? 1 : 0)
        || late.penalty() > (penalty ? TaskPolicy.MAX_POINTS : 0)) {
      errors.add(
          new Refusal.FieldError(
              "policy.late.penalty",
              "out-of-range",
              "must be 1 to " + TaskPolicy.MAX_POINTS + " for PENALTY, otherwise absent"));
    }
  }

  private static void checkSize(
      int size, int limit, String field, List<Refusal.FieldError> errors) {
    if (size > limit) {
      errors.add(new Refusal.FieldError(field, "too-many", "at most " + limit));
    }
  }
}
