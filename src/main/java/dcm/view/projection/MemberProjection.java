package dcm.view.projection;

import dcm.guild.event.MemberEvent;
import dcm.view.ReadModelJson;

/** Projection of the members and their roles. */
final class MemberProjection {
  // a member who stays keeps joined_at; a member who left has no row
  private static final String OBSERVED =
      """
      insert into ${guild}.guild_members (id, guild_id, user_id, roles, joined_at)
      values (?, ?, ?, ?::jsonb, ?)
      on conflict (user_id) do update set roles = excluded.roles
      """;

  private static final String LEFT = "delete from ${guild}.guild_members where user_id = ?";

  private MemberProjection() {}

  static void project(ProjectionContext context, MemberEvent event) {
    switch (event) {
      case MemberEvent.Observed observed ->
          context.execute(
              OBSERVED,
              context.nameBasedId("member", observed.member().value()),
              context.guild(),
              observed.member(),
              ReadModelJson.write(observed.roles()),
              context.at());
      case MemberEvent.Left left -> context.execute(LEFT, left.member());
      case MemberEvent.ProfileEdited _,
          MemberEvent.AbsenceAdded _,
          MemberEvent.AbsenceStarted _,
          MemberEvent.AbsenceEnded _,
          MemberEvent.AbsenceRemoved _ -> {
        // profiles and absences are kept in the guild's own state
      }
    }
  }
}
