package dcm.guild;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the desk with what they may do now.
 *
 * @param member null: the clockwork, which sees everything
 */
record Viewer(@Nullable Member member, Set<Permission> permissions) {
  static final Viewer CLOCKWORK = new Viewer(null, EnumSet.allOf(Permission.class));

  static Viewer of(Member member, State state) {
    return new Viewer(
        member,
        member.administrator()
            ? EnumSet.allOf(Permission.class)
            : state.matrix().of(member.roles(), state.everyone()));
  }

  boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  Refusal.@Nullable Forbidden lacks(Permission permission) {
    return may(permission) ? null : new Refusal.Forbidden(permission);
  }

  /** All tasks, or those one has to do with: holds, is given, takes turns in, made or may claim. */
  boolean sees(Task task) {
    if (member == null || may(Permission.TASK_VIEW_ALL)) {
      return true;
    }
    return may(Permission.TASK_VIEW_OWN) && concerns(task, member.id());
  }

  private boolean concerns(Task task, MemberId me) {
    Occurrence open = task.open();
    boolean holds = open != null && (open.assignees().contains(me) || open.holders().contains(me));
    boolean free = open != null && open.holders().isEmpty();
    return holds
        || task.createdBy().equals(me)
        || task.assignment().order().contains(me)
        || (free && may(Permission.TASK_CLAIM));
  }
}
