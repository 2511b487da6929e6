package dcm.guild.event;

import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import java.util.Set;

/** Events of the permission matrix. */
public sealed interface PermissionEvent extends GuildEvent {
  RoleId role();

  Set<Permission> permissions();

  record Granted(RoleId role, Set<Permission> permissions) implements PermissionEvent {
    public Granted {
      permissions = SortedSets.copy(permissions);
    }
  }

  record Revoked(RoleId role, Set<Permission> permissions) implements PermissionEvent {
    public Revoked {
      permissions = SortedSets.copy(permissions);
    }
  }
}
