package dcm.guild.rules;

import dcm.guild.query.TaskVisibility;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.value.Member;
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

  /** The tasks that the caller may see; null: none. */
  @Nullable TaskVisibility taskVisibility() {
    if (member == null || hasPermission(Permission.TASK_VIEW_ALL)) {
      return new TaskVisibility.All();
    }
    return hasPermission(Permission.TASK_VIEW_OWN)
        ? new TaskVisibility.Own(member.id(), hasPermission(Permission.TASK_CLAIM))
        : null;
  }

  public boolean canSee(Task task) {
    TaskVisibility visibility = taskVisibility();
    return visibility != null && visibility.includes(task);
  }
}
