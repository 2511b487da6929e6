package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the edge knows about a person's membership in the guild. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MembershipEvidence.FromDiscord.class, name = "from-discord"),
  @JsonSubTypes.Type(value = MembershipEvidence.FromToken.class, name = "from-token"),
  @JsonSubTypes.Type(value = MembershipEvidence.FromGuild.class, name = "from-guild"),
})
public sealed interface MembershipEvidence {
  /**
   * Discord's own statement, just received (an interaction, the gateway, a look-up when a token is
   * issued). The guild records it as the member's roles before it decides.
   *
   * @param administrator owner, administrator or manage-guild, according to Discord
   * @param locale the user's BCP 47 tag where Discord sends it; null: it does not
   */
  record FromDiscord(
      String displayName, Set<RoleId> roles, boolean administrator, @Nullable String locale)
      implements MembershipEvidence {
    public FromDiscord {
      roles = SortedSets.copy(roles);
    }
  }

  /**
   * A token issued by DCM. It is valid only while the member's epoch in the guild equals the
   * token's.
   */
  record FromToken(long epoch) implements MembershipEvidence {}

  /**
   * The guild's own record of a current member. For work that a member has started and that goes on
   * without them: their permissions at each moment decide.
   */
  record FromGuild() implements MembershipEvidence {}
}
