package dcm.guild.event;

import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events of members. */
public sealed interface MemberEvent extends GuildEvent {
  MemberId member();

  /**
   * A new or changed description of a member by Discord.
   *
   * @param before roles before; null for a new member or one who rejoined
   * @param locale null: Discord did not send one
   * @param epoch grown when roles or administrator changed
   */
  record Observed(
      MemberId member,
      String displayName,
      @Nullable Set<RoleId> before,
      Set<RoleId> roles,
      boolean administrator,
      @Nullable String locale,
      long epoch)
      implements MemberEvent {
    public Observed {
      before = before == null ? null : SortedSets.copy(before);
      roles = SortedSets.copy(roles);
    }
  }

  record ProfileEdited(MemberId member, @Nullable ZoneId zone, @Nullable String locale)
      implements MemberEvent {}

  record Left(MemberId member, long epoch) implements MemberEvent {}
}
