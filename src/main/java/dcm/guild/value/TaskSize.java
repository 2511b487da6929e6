package dcm.guild.value;

import org.jspecify.annotations.Nullable;

/**
 * The size of a task's fields in characters of their JSON: texts, and lists that may be long. The
 * rest of a task is small and counted as a constant where it matters.
 */
final class TaskSize {
  private static final int EXCEPTION_CHARACTERS = 13;
  private static final int MEMBER_CHARACTERS = 22;
  private static final int DEPENDENCY_CHARACTERS = 39;

  private TaskSize() {}

  static long of(
      String title,
      String description,
      Schedule schedule,
      Assignment assignment,
      @Nullable TaskPolicy policy) {
    return (long) title.length()
        + description.length()
        + of(schedule)
        + of(assignment)
        + of(policy);
  }

  private static long of(Schedule schedule) {
    return schedule instanceof Schedule.Recurring recurring
        ? (long) EXCEPTION_CHARACTERS * recurring.exceptedDays().size()
        : 0;
  }

  private static long of(Assignment assignment) {
    long members = assignment.order().size();
    if (assignment.roster() != null) {
      members += assignment.roster().entries();
    }
    if (assignment.standby() != null) {
      members += assignment.standby().members().size();
    }
    return MEMBER_CHARACTERS * members;
  }

  private static long of(@Nullable TaskPolicy policy) {
    if (policy == null) {
      return 0;
    }
    long characters = (long) DEPENDENCY_CHARACTERS * policy.dependsOn().size();
    for (String item : policy.checklist()) {
      characters += item.length();
    }
    return characters;
  }
}
