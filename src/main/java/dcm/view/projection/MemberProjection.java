package dcm.view.projection;

import dcm.guild.event.MemberEvent;
import dcm.guild.value.Absence;
import dcm.view.ReadModelJson;

/** Projection of the members with their roles, and of when they were there. */
final class MemberProjection {
  // a member who stays keeps joined_at; a member who left has no row
  private static final String OBSERVED =
      """
      insert into ${guild}.guild_members (id, guild_id, user_id, roles, joined_at)
      values (?, ?, ?, ?::jsonb, ?)
      on conflict (user_id) do update set roles = excluded.roles
      """;

  private static final String LEFT = "delete from ${guild}.guild_members where user_id = ?";

  private static final String CAME =
      """
      insert into ${guild}.member_period (member_id, source, since)
      select ?::bigint, '', ?::timestamptz
       where not exists (select from ${guild}.member_period
                          where member_id = ? and source = '' and until is null)
      on conflict do nothing
      """;

  private static final String WENT =
      """
      update ${guild}.member_period set until = ?
       where member_id = ? and source = '' and until is null
      """;

  private static final String AWAY =
      """
      insert into ${guild}.member_period (member_id, source, since, until) values (?, ?, ?, ?)
      on conflict do nothing
      """;

  // of an absence that is removed, what is over remains
  private static final String NOT_AWAY =
      "delete from ${guild}.member_period where member_id = ? and source = ? and since >= ?";

  private static final String BACK =
      """
      update ${guild}.member_period set until = ?
       where member_id = ? and source = ? and (until is null or until > ?)
      """;

  private MemberProjection() {}

  static void project(ProjectionContext context, MemberEvent event) {
    switch (event) {
      case MemberEvent.Observed observed -> {
        context.execute(
            OBSERVED,
            context.nameBasedId("member", observed.member().value()),
            context.guild(),
            observed.member(),
            ReadModelJson.write(observed.roles()),
            context.at());
        context.execute(CAME, observed.member(), context.at(), observed.member());
      }
      case MemberEvent.Left left -> {
        context.execute(LEFT, left.member());
        context.execute(WENT, context.at(), left.member());
      }
      case MemberEvent.AbsenceAdded(var member, Absence absence) -> {
        // who is away from some tasks is there for the others
        if (absence.tasks() == null) {
          context.execute(AWAY, member, absence.id().toString(), absence.from(), absence.until());
        }
      }
      case MemberEvent.AbsenceRemoved(var member, var absence) -> {
        context.execute(NOT_AWAY, member, absence.toString(), context.at());
        context.execute(BACK, context.at(), member, absence.toString(), context.at());
      }
      case MemberEvent.ProfileEdited _,
          MemberEvent.Forgotten _,
          MemberEvent.AbsenceStarted _,
          MemberEvent.AbsenceEnded _ -> {
        // profiles are kept in the guild's own state; when an absence ends was known before
      }
    }
  }
}
