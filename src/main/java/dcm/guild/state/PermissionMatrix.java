package dcm.guild.state;

import dcm.guild.event.PermissionEvent;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import java.util.EnumSet;
import java.util.Set;
import org.pcollections.TreePMap;

/** The permissions of each role. */
public record PermissionMatrix(TreePMap<RoleId, Set<Permission>> rows, long revision) {
  static final PermissionMatrix EMPTY = new PermissionMatrix(TreePMap.empty(), 0);

  public Set<Permission> permissionsOf(RoleId role) {
    Set<Permission> row = rows.get(role);
    return row == null ? Set.of() : row;
  }

  /** The union of the permissions of roles. */
  public Set<Permission> permissionsOf(Set<RoleId> roles, RoleId everyone) {
    EnumSet<Permission> union = EnumSet.noneOf(Permission.class);
    union.addAll(permissionsOf(everyone));
    roles.forEach(role -> union.addAll(permissionsOf(role)));
    return union;
  }

  PermissionMatrix apply(PermissionEvent event, long revision) {
    EnumSet<Permission> row = EnumSet.noneOf(Permission.class);
    row.addAll(permissionsOf(event.role()));
    switch (event) {
      case PermissionEvent.Granted granted -> row.addAll(granted.permissions());
      case PermissionEvent.Revoked revoked -> row.removeAll(revoked.permissions());
    }
    return new PermissionMatrix(
        row.isEmpty() ? rows.minus(event.role()) : rows.plus(event.role(), SortedSets.copy(row)),
        revision);
  }
}
