package dcm.guild;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may change what roles may do. Nobody grants what they lack; taking away needs only the right
 * to manage, since nobody gains by it.
 */
final class PermissionRules {
  /** What everybody may do in a new guild. */
  static final Set<Permission> AT_FIRST =
      Sorted.copy(
          EnumSet.of(
              Permission.TASK_CREATE,
              Permission.TASK_EDIT,
              Permission.TASK_ASSIGN,
              Permission.TASK_CLAIM,
              Permission.TASK_COMPLETE,
              Permission.TASK_VIEW_ALL,
              Permission.TASK_VIEW_OWN,
              Permission.DASHBOARD_USE,
              Permission.STATISTICS_VIEW));

  private PermissionRules() {}

  static @Nullable Refusal judge(Hearing hearing, PermissionCommand command) {
    Refusal lacking = hearing.lacks(Permission.PERMISSION_MANAGE);
    if (lacking != null) {
      return lacking;
    }
    Matrix matrix = hearing.state().matrix();
    Map<RoleId, Set<Permission>> wanted =
        switch (command) {
          case PermissionCommand.Grant(var role, var more) ->
              Map.of(role, union(matrix.of(role), more));
          case PermissionCommand.Revoke(var role, var less) ->
              Map.of(role, difference(matrix.of(role), less));
          case PermissionCommand.Replace(_, var whole) -> whole(matrix, whole);
        };
    if (command instanceof PermissionCommand.Replace(Long seen, _)
        && seen != null
        && seen != matrix.revision()) {
      return new Refusal.Outdated(seen, matrix.revision());
    }
    return change(hearing, wanted);
  }

  private static @Nullable Refusal change(Hearing hearing, Map<RoleId, Set<Permission>> wanted) {
    State state = hearing.state();
    Set<Permission> lacking = EnumSet.noneOf(Permission.class);
    for (Map.Entry<RoleId, Set<Permission>> row : wanted.entrySet()) {
      if (!known(state, row.getKey())) {
        return new Refusal.Invalid(
            List.of(new FieldError("role", "unknown-role", "must be a role of this guild")));
      }
      lacking.addAll(difference(row.getValue(), state.matrix().of(row.getKey())));
    }
    lacking.removeAll(hearing.viewer().permissions());
    if (!lacking.isEmpty()) {
      return new Refusal.BeyondOwnPermissions(lacking);
    }
    for (RoleId role : new TreeSet<>(wanted.keySet())) {
      Set<Permission> before = state.matrix().of(role);
      Set<Permission> after = wanted.get(role);
      Set<Permission> more = difference(after, before);
      Set<Permission> less = difference(before, after);
      if (!more.isEmpty()) {
        hearing.happens(new PermissionEvent.Granted(role, more));
      }
      if (!less.isEmpty()) {
        hearing.happens(new PermissionEvent.Revoked(role, less));
      }
    }
    return null;
  }

  private static boolean known(State state, RoleId role) {
    return role.equals(state.everyone())
        || state.house().roles().containsKey(role)
        || state.matrix().rows().containsKey(role);
  }

  /** A role that is absent has nothing. */
  private static Map<RoleId, Set<Permission>> whole(
      Matrix matrix, Map<RoleId, Set<Permission>> rows) {
    Map<RoleId, Set<Permission>> all = new HashMap<>();
    matrix.rows().keySet().forEach(role -> all.put(role, Set.of()));
    all.putAll(rows);
    return all;
  }

  private static Set<Permission> union(Set<Permission> one, Set<Permission> other) {
    Set<Permission> both = EnumSet.noneOf(Permission.class);
    both.addAll(one);
    both.addAll(other);
    return both;
  }

  private static Set<Permission> difference(Set<Permission> one, Set<Permission> other) {
    Set<Permission> rest = EnumSet.noneOf(Permission.class);
    rest.addAll(one);
    rest.removeAll(other);
    return rest;
  }
}
