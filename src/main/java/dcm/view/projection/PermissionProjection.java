package dcm.view.projection;

import dcm.guild.event.PermissionEvent;
import dcm.guild.value.Permission;
import dcm.view.ReadModelJson;

/** Projection of the permissions of roles. A role without permissions has no row. */
final class PermissionProjection {
  private static final String GRANTED =
      """
      insert into ${guild}.guild_permissions as old
        (id, guild_id, role_id, permissions, created_at)
      values (?, ?, ?, ?::jsonb, ?)
      on conflict (role_id) do update set permissions =
        (select jsonb_agg(distinct p order by p)
           from jsonb_array_elements_text(old.permissions || excluded.permissions) p)
      """;

  private static final String REVOKED =
      """
      update ${guild}.guild_permissions set permissions =
        (select coalesce(jsonb_agg(p order by p), '[]')
           from jsonb_array_elements_text(permissions) p where p <> all (?))
       where role_id = ?
      """;

  private static final String DELETE_EMPTY =
      "delete from ${guild}.guild_permissions where role_id = ? and permissions = '[]'";

  private PermissionProjection() {}

  static void project(ProjectionContext context, PermissionEvent event) {
    var roleId = event.role().value();
    switch (event) {
      case PermissionEvent.Granted granted ->
          context.execute(
              GRANTED,
              context.nameBasedId("role", roleId),
              context.guild(),
              roleId,
              ReadModelJson.write(granted.permissions()),
              context.at());
      case PermissionEvent.Revoked revoked ->
          context.execute(
              REVOKED,
              revoked.permissions().stream().map(Permission::name).toArray(String[]::new),
              roleId);
    }
    context.execute(DELETE_EMPTY, roleId);
  }
}
