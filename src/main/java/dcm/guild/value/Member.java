package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Discord user in this guild.
 *
 * @param administrator owner, administrator or manage-guild, as last observed in Discord
 * @param zone null: the guild's
 * @param locale BCP 47 tag; null: the guild's
 * @param epoch grows when roles change or the member leaves; older tokens are refused
 * @param active false once the member left the guild
 * @param joinedAt when the guild first observed the member; rejoining does not change it, so that
 *     the place in a rotation is kept
 */
@RecordBuilder
public record Member(
    MemberId id,
    String displayName,
    Set<RoleId> roles,
    boolean administrator,
    @Nullable ZoneId zone,
    @Nullable String locale,
    long epoch,
    boolean active,
    Instant joinedAt,
    long revision)
    implements MemberBuilder.With {
  public Member {
    roles = SortedSets.copy(roles);
  }

  public Member withProfile(@Nullable ZoneId newZone, @Nullable String newLocale, long at) {
    return with(changed -> changed.zone(newZone).locale(newLocale).revision(at));
  }

  public Member left(long newEpoch, long at) {
    return with(changed ->
        changed.roles(Set.of()).administrator(false).epoch(newEpoch).active(false).revision(at));
  }
}
