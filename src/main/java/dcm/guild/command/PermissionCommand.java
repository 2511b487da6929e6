package dcm.guild.command;

import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on the permission matrix. A caller cannot grant permissions they lack. */
public sealed interface PermissionCommand extends GuildCommand {
  record Grant(RoleId role, Set<Permission> permissions) implements PermissionCommand {
    public Grant {
      permissions = SortedSets.copy(permissions);
    }
  }

  record Revoke(RoleId role, Set<Permission> permissions) implements PermissionCommand {
    public Revoke {
      permissions = SortedSets.copy(permissions);
    }
  }

  /**
   * Replaces the whole matrix; a role that is absent has no permissions.
   *
   * @param ifRevision the matrix's revision that the caller saw; null: any
   */
  record Replace(@Nullable Long ifRevision, Map<RoleId, Set<Permission>> matrix)
      implements PermissionCommand {
    public Replace {
      matrix = Map.copyOf(matrix);
    }
  }
}
