package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskPolicy.Requirement;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a completion needs, whatever its origin. */
final class RequirementRules {
  private RequirementRules() {}

  /**
   * The requirements that a completion does not meet; null: it meets all. An approval is not
   * missing: it follows.
   */
  static @Nullable Refusal check(
      GuildState state, Task task, Occurrence open, @Nullable String note) {
    TaskPolicy policy = task.effectivePolicy();
    Occurrence.Progress progress = open.currentProgress();
    Set<Requirement> missing = EnumSet.noneOf(Requirement.class);
    for (Requirement requirement : policy.requirements()) {
      boolean met =
          switch (requirement) {
            case NOTE -> note != null;
            case PHOTO -> !state.attachments().ofOccurrence(task.id(), open.ordinal()).isEmpty();
            case CHECKLIST -> progress.ticks().size() >= policy.checklist().size();
            case APPROVAL -> true;
          };
      if (!met) {
        missing.add(requirement);
      }
    }
    return missing.isEmpty() ? null : new Refusal.RequirementsMissing(missing);
  }

  /** Whether somebody else has to see that it was done. */
  static boolean isSupervised(Task task) {
    TaskPolicy policy = task.effectivePolicy();
    return policy.requires(Requirement.APPROVAL) || policy.requires(Requirement.PHOTO);
  }
}
