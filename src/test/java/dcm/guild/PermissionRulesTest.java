package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.GUESTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionRulesTest {
  private final GuildFixture house = GuildFixture.house();

  private Answer.Permissions matrix() {
    return (Answer.Permissions) house.answered(ANNA, new GuildQuery.Permissions());
  }

  private GuildReply may(MemberId who, Permission permission) {
    return house.asks(who, new GuildQuery.May(permission));
  }

  @Test
  void roles_add_up_and_an_administrator_has_all() {
    house.does(ANNA, new PermissionCommand.Grant(CLEANERS, Set.of(Permission.TASK_DELETE)));
    assertThat(may(BEN, Permission.TASK_DELETE))
        .isEqualTo(new GuildReply.Declined(new Refusal.Forbidden(Permission.TASK_DELETE)));
    house.join(BEN, "Ben", false, CLEANERS, GUESTS);
    assertThat(may(BEN, Permission.TASK_DELETE)).isInstanceOf(GuildReply.Answered.class);
    assertThat(may(BEN, Permission.TASK_CREATE)).isInstanceOf(GuildReply.Answered.class);
    for (Permission permission : Permission.values()) {
      assertThat(may(ANNA, permission)).isInstanceOf(GuildReply.Answered.class);
    }
  }

  @Test
  void only_what_changes_is_told() {
    assertThat(
            house.does(
                ANNA,
                new PermissionCommand.Grant(
                    EVERYONE, Set.of(Permission.TASK_CREATE, Permission.TASK_DELETE))))
        .containsExactly(new PermissionEvent.Granted(EVERYONE, Set.of(Permission.TASK_DELETE)));
    assertThat(
            house.does(
                ANNA,
                new PermissionCommand.Revoke(
                    EVERYONE, Set.of(Permission.AUDIT_VIEW, Permission.TASK_DELETE))))
        .containsExactly(new PermissionEvent.Revoked(EVERYONE, Set.of(Permission.TASK_DELETE)));
  }

  @Test
  void nobody_grants_what_they_lack() {
    house.does(ANNA, new PermissionCommand.Grant(EVERYONE, Set.of(Permission.PERMISSION_MANAGE)));
    assertThat(
            house.refused(
                BEN,
                new PermissionCommand.Grant(
                    GUESTS, Set.of(Permission.TASK_DELETE, Permission.TASK_CREATE))))
        .isEqualTo(new Refusal.BeyondOwnPermissions(Set.of(Permission.TASK_DELETE)));
    assertThat(house.journal.getLast().event())
        .isEqualTo(new RefusalEvent("permission.grant", null, null));
    house.does(BEN, new PermissionCommand.Grant(GUESTS, Set.of(Permission.TASK_CREATE)));
  }

  @Test
  void the_matrix_is_replaced_as_a_whole_at_the_revision_one_saw() {
    house.does(ANNA, new PermissionCommand.Grant(CLEANERS, Set.of(Permission.TASK_DELETE)));
    long revision = matrix().revision();
    Map<RoleId, Set<Permission>> wanted = Map.of(GUESTS, Set.of(Permission.TASK_VIEW_OWN));
    assertThat(house.refused(ANNA, new PermissionCommand.Replace(revision - 1, wanted)))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    house.does(ANNA, new PermissionCommand.Replace(revision, wanted));
    assertThat(matrix().matrix()).isEqualTo(wanted);
    assertThat(matrix().roles())
        .isEqualTo(Map.of(EVERYONE, "@everyone", CLEANERS, "cleaners", GUESTS, "guests"));
    assertThat(house.does(ANNA, new PermissionCommand.Replace(null, wanted))).isEmpty();
  }

  @Test
  void only_roles_of_the_guild_and_only_who_may() {
    RoleId stranger = new RoleId(999);
    assertThat(
            house.invalid(
                ANNA, new PermissionCommand.Grant(stranger, Set.of(Permission.TASK_CREATE))))
        .extracting(FieldError::code)
        .containsExactly("unknown-role");
    assertThat(house.refused(BEN, new PermissionCommand.Revoke(EVERYONE, Set.of())))
        .isEqualTo(new Refusal.Forbidden(Permission.PERMISSION_MANAGE));
    assertThat(house.asks(BEN, new GuildQuery.Permissions()))
        .isEqualTo(new GuildReply.Declined(new Refusal.Forbidden(Permission.PERMISSION_MANAGE)));
  }
}
