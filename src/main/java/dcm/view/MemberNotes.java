package dcm.view;

import dcm.guild.MemberEvent;

/** Who is in the guild, with which roles. */
final class MemberNotes {
  // whoever stays keeps the day they joined; whoever left has no row
  private static final String OBSERVED =
      """
      insert into ${guild}.guild_members (id, guild_id, user_id, roles, joined_at)
      values (?, ?, ?, ?::jsonb, ?)
      on conflict (user_id) do update set roles = excluded.roles
      """;

  private static final String LEFT = "delete from ${guild}.guild_members where user_id = ?";

  private MemberNotes() {}

  static void note(Note note, MemberEvent event) {
    switch (event) {
      case MemberEvent.Observed observed ->
          note.execute(
              OBSERVED,
              note.idOf("member", observed.member().value()),
              note.guild(),
              observed.member(),
              Json.text(observed.roles()),
              note.at());
      case MemberEvent.Left left -> note.execute(LEFT, left.member());
      case MemberEvent.ProfileEdited _ -> {
        // zone and locale are the guild's business alone
      }
    }
  }
}
