package dcm.guild;

import java.util.EnumSet;
import java.util.Set;
import org.pcollections.TreePMap;

/** What each role may do. */
record Matrix(TreePMap<RoleId, Set<Permission>> rows, long revision) {
  static final Matrix EMPTY = new Matrix(TreePMap.empty(), 0);

  Set<Permission> of(RoleId role) {
    Set<Permission> row = rows.get(role);
    return row == null ? Set.of() : row;
  }

  /** The union of what the roles may do. */
  Set<Permission> of(Set<RoleId> roles, RoleId everyone) {
    EnumSet<Permission> union = EnumSet.noneOf(Permission.class);
    union.addAll(of(everyone));
    roles.forEach(role -> union.addAll(of(role)));
    return union;
  }

  Matrix apply(PermissionEvent event, long revision) {
    EnumSet<Permission> row = EnumSet.noneOf(Permission.class);
    row.addAll(of(event.role()));
    switch (event) {
      case PermissionEvent.Granted granted -> row.addAll(granted.permissions());
      case PermissionEvent.Revoked revoked -> row.removeAll(revoked.permissions());
    }
    return new Matrix(
        row.isEmpty() ? rows.minus(event.role()) : rows.plus(event.role(), Sorted.copy(row)),
        revision);
  }
}
