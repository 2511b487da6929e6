package dcm.view;

import dcm.guild.Permission;
import dcm.guild.PermissionEvent;

/** What each role may do. A role that may do nothing has no row. */
final class PermissionNotes {
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

  private static final String NONE_LEFT =
      "delete from ${guild}.guild_permissions where role_id = ? and permissions = '[]'";

  private PermissionNotes() {}

  static void note(Note note, PermissionEvent event) {
    var role = event.role().value();
    switch (event) {
      case PermissionEvent.Granted granted ->
          note.execute(
              GRANTED,
              note.idOf("role", role),
              note.guild(),
              role,
              Json.text(granted.permissions()),
              note.at());
      case PermissionEvent.Revoked revoked ->
          note.execute(
              REVOKED,
              revoked.permissions().stream().map(Permission::name).toArray(String[]::new),
              role);
    }
    note.execute(NONE_LEFT, role);
  }
}
