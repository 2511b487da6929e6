package dcm.guild;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on the matrix role → permissions. Nobody grants what they lack. */
public sealed interface PermissionCommand extends GuildCommand {
  record Grant(RoleId role, Set<Permission> permissions) implements PermissionCommand {
    public Grant {
      permissions = Sorted.copy(permissions);
    }
  }

  record Revoke(RoleId role, Set<Permission> permissions) implements PermissionCommand {
    public Revoke {
      permissions = Sorted.copy(permissions);
    }
  }

  /**
   * The whole matrix at once; a role that is absent has nothing.
   *
   * @param ifRevision the matrix's revision that the caller saw; null: any
   */
  record Replace(@Nullable Long ifRevision, Map<RoleId, Set<Permission>> matrix)
      implements PermissionCommand {}
}
