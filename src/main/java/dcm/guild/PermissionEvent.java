package dcm.guild;

import java.util.Set;

/** What happened to the permission matrix. */
public sealed interface PermissionEvent extends GuildEvent {
  RoleId role();

  Set<Permission> permissions();

  record Granted(RoleId role, Set<Permission> permissions) implements PermissionEvent {
    public Granted {
      permissions = Sorted.copy(permissions);
    }
  }

  record Revoked(RoleId role, Set<Permission> permissions) implements PermissionEvent {
    public Revoked {
      permissions = Sorted.copy(permissions);
    }
  }
}
