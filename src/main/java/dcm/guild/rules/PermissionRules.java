package dcm.guild.rules;

import dcm.guild.command.PermissionCommand;
import dcm.guild.event.PermissionEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.PermissionMatrix;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules on the permission matrix. A caller cannot grant permissions they lack; revoking needs only
 * PERMISSION_MANAGE, because it gives no one more permissions.
 */
final class PermissionRules {
  /** Permissions of all members in a new guild. */
  static final Set<Permission> INITIAL_PERMISSIONS =
      SortedSets.copy(
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

  static @Nullable Refusal decide(DecisionContext context, PermissionCommand command) {
    Refusal denied = context.checkPermission(Permission.PERMISSION_MANAGE);
    if (denied != null) {
      return denied;
    }
    PermissionMatrix matrix = context.state().matrix();
    Map<RoleId, Set<Permission>> wanted =
        switch (command) {
          case PermissionCommand.Grant(var role, var more) ->
              Map.of(role, union(matrix.permissionsOf(role), more));
          case PermissionCommand.Revoke(var role, var less) ->
              Map.of(role, difference(matrix.permissionsOf(role), less));
          case PermissionCommand.Replace(_, var replacement) ->
              withAbsentRoles(matrix, replacement);
        };
    if (command instanceof PermissionCommand.Replace(Long expectedRevision, _)
        && expectedRevision != null
        && expectedRevision != matrix.revision()) {
      return new Refusal.Outdated(expectedRevision, matrix.revision());
    }
    return change(context, wanted);
  }

  private static @Nullable Refusal change(
      DecisionContext context, Map<RoleId, Set<Permission>> wanted) {
    GuildState state = context.state();
    Set<Permission> denied = EnumSet.noneOf(Permission.class);
    for (Map.Entry<RoleId, Set<Permission>> row : wanted.entrySet()) {
      if (!isKnown(state, row.getKey())) {
        return new Refusal.Invalid(
            List.of(
                new Refusal.FieldError("role", "unknown-role", "must be a role of this guild")));
      }
      denied.addAll(difference(row.getValue(), state.matrix().permissionsOf(row.getKey())));
    }
    denied.removeAll(context.principal().permissions());
    if (!denied.isEmpty()) {
      return new Refusal.BeyondOwnPermissions(denied);
    }
    for (RoleId role : new TreeSet<>(wanted.keySet())) {
      Set<Permission> before = state.matrix().permissionsOf(role);
      Set<Permission> after = wanted.get(role);
      Set<Permission> more = difference(after, before);
      Set<Permission> less = difference(before, after);
      if (!more.isEmpty()) {
        context.emit(new PermissionEvent.Granted(role, more));
      }
      if (!less.isEmpty()) {
        context.emit(new PermissionEvent.Revoked(role, less));
      }
    }
    return null;
  }

  private static boolean isKnown(GuildState state, RoleId role) {
    return role.equals(state.everyone())
        || state.profile().roles().containsKey(role)
        || state.matrix().rows().containsKey(role);
  }

  /** The replacement with empty rows for absent roles. */
  private static Map<RoleId, Set<Permission>> withAbsentRoles(
      PermissionMatrix matrix, Map<RoleId, Set<Permission>> rows) {
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
