package dcm.auth;

import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import dcm.guild.Standing;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an access token says.
 *
 * @param roles as Discord told them when the token was made; the lowest ids of them, where not all
 *     fit. For display: the guild decides on what it knows itself.
 * @param administrator owner, administrator or manage-guild, likewise
 * @param epoch the member's epoch in the guild; when that has moved on, the token is stale
 * @param session the claim {@code sid}
 * @param id the claim {@code jti}
 */
public record AccessClaims(
    GuildId guild,
    MemberId member,
    Set<RoleId> roles,
    boolean administrator,
    long epoch,
    String session,
    String id,
    Instant issuedAt,
    Instant expiresAt) {
  public AccessClaims {
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }

  /** The one who knocks, as the guild wants to hear it. */
  public Caller.Person caller() {
    return new Caller.Person(member, new Standing.Vouched(epoch), Door.DASHBOARD);
  }
}
