package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller with their current permissions.
 *
 * @param member null: the system, which sees everything
 */
public record Principal(@Nullable Member member, Set<Permission> permissions) {
  public static final Principal SYSTEM = new Principal(null, EnumSet.allOf(Permission.class));

  public static Principal of(Member member, GuildState state) {
    return new Principal(
        member,
        member.administrator()
            ? EnumSet.allOf(Permission.class)
            : state.matrix().permissionsOf(member.roles(), state.everyone()));
  }

  public boolean hasPermission(Permission permission) {
    return permissions.contains(permission);
  }

  public Refusal.@Nullable Forbidden checkPermission(Permission permission) {
    return hasPermission(permission) ? null : new Refusal.Forbidden(permission);
  }

  /**
   * Whether a task is visible: all tasks with TASK_VIEW_ALL, otherwise those that the member holds,
   * is assigned to, takes turns in, created or may claim.
   */
  public boolean canSee(Task task) {
    if (member == null || hasPermission(Permission.TASK_VIEW_ALL)) {
      return true;
    }
    return hasPermission(Permission.TASK_VIEW_OWN) && isInvolved(task, member.id());
  }

  private boolean isInvolved(Task task, MemberId memberId) {
    Occurrence open = task.open();
    boolean isHolder =
        open != null && (open.assignees().contains(memberId) || open.holders().contains(memberId));
    boolean unassigned = open != null && open.holders().isEmpty();
    return isHolder
        || task.createdBy().equals(memberId)
        || task.assignment().order().contains(memberId)
        || (unassigned && hasPermission(Permission.TASK_CLAIM));
  }
}
