package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.GUESTS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.PermissionCommand;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.PermissionEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  private QueryResult.Permissions matrix() {
    return (QueryResult.Permissions) fixture.queryResult(ANNA, new GuildQuery.Permissions());
  }

  private GuildReply may(MemberId who, Permission permission) {
    return fixture.query(who, new GuildQuery.CheckPermission(permission));
  }

  @Test
  void roles_add_up_and_an_administrator_has_all() {
    fixture.execute(ANNA, new PermissionCommand.Grant(CLEANERS, Set.of(Permission.TASK_DELETE)));
    assertThat(may(BEN, Permission.TASK_DELETE))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.TASK_DELETE)));
    fixture.join(BEN, "Ben", false, CLEANERS, GUESTS);
    assertThat(may(BEN, Permission.TASK_DELETE)).isInstanceOf(GuildReply.Answered.class);
    assertThat(may(BEN, Permission.TASK_CREATE)).isInstanceOf(GuildReply.Answered.class);
    for (Permission permission : Permission.values()) {
      assertThat(may(ANNA, permission)).isInstanceOf(GuildReply.Answered.class);
    }
  }

  @Test
  void only_changes_are_recorded() {
    assertThat(
            fixture.execute(
                ANNA,
                new PermissionCommand.Grant(
                    EVERYONE, Set.of(Permission.TASK_CREATE, Permission.TASK_DELETE))))
        .containsExactly(new PermissionEvent.Granted(EVERYONE, Set.of(Permission.TASK_DELETE)));
    assertThat(
            fixture.execute(
                ANNA,
                new PermissionCommand.Revoke(
                    EVERYONE, Set.of(Permission.AUDIT_VIEW, Permission.TASK_DELETE))))
        .containsExactly(new PermissionEvent.Revoked(EVERYONE, Set.of(Permission.TASK_DELETE)));
  }

  @Test
  void granting_permissions_that_the_caller_lacks_is_refused() {
    fixture.execute(
        ANNA, new PermissionCommand.Grant(EVERYONE, Set.of(Permission.PERMISSION_MANAGE)));
    assertThat(
            fixture.refused(
                BEN,
                new PermissionCommand.Grant(
                    GUESTS, Set.of(Permission.TASK_DELETE, Permission.TASK_CREATE))))
        .isEqualTo(new Refusal.BeyondOwnPermissions(Set.of(Permission.TASK_DELETE)));
    assertThat(fixture.journal.getLast().event())
        .isEqualTo(new CommandRefused("permission.grant", null, null));
    fixture.execute(BEN, new PermissionCommand.Grant(GUESTS, Set.of(Permission.TASK_CREATE)));
  }

  @Test
  void the_matrix_is_replaced_as_a_whole_at_the_current_revision() {
    fixture.execute(ANNA, new PermissionCommand.Grant(CLEANERS, Set.of(Permission.TASK_DELETE)));
    long revision = matrix().revision();
    Map<RoleId, Set<Permission>> wanted = Map.of(GUESTS, Set.of(Permission.TASK_VIEW_OWN));
    assertThat(fixture.refused(ANNA, new PermissionCommand.Replace(revision - 1, wanted)))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    fixture.execute(ANNA, new PermissionCommand.Replace(revision, wanted));
    assertThat(matrix().matrix()).isEqualTo(wanted);
    assertThat(matrix().roles())
        .isEqualTo(Map.of(EVERYONE, "@everyone", CLEANERS, "cleaners", GUESTS, "guests"));
    assertThat(fixture.execute(ANNA, new PermissionCommand.Replace(null, wanted))).isEmpty();
  }

  @Test
  void changes_need_a_role_of_the_guild_and_the_permission() {
    RoleId stranger = new RoleId(999);
    assertThat(
            fixture.invalid(
                ANNA, new PermissionCommand.Grant(stranger, Set.of(Permission.TASK_CREATE))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("unknown-role");
    assertThat(fixture.refused(BEN, new PermissionCommand.Revoke(EVERYONE, Set.of())))
        .isEqualTo(new Refusal.Forbidden(Permission.PERMISSION_MANAGE));
    assertThat(fixture.query(BEN, new GuildQuery.Permissions()))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.PERMISSION_MANAGE)));
  }
}
