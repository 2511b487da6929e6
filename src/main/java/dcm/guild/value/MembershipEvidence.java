package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the edge knows of a person's place in the guild. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MembershipEvidence.FromDiscord.class, name = "from-discord"),
  @JsonSubTypes.Type(value = MembershipEvidence.FromToken.class, name = "from-token"),
})
public sealed interface MembershipEvidence {
  /**
   * Discord said so just now (an interaction, the gateway, a look-up at token time): the guild
   * takes it over as the member's roles before it decides.
   *
   * @param administrator owner, administrator or manage-guild, as Discord says
   * @param locale the user's BCP 47 tag where Discord tells it
   */
  record FromDiscord(
      String displayName, Set<RoleId> roles, boolean administrator, @Nullable String locale)
      implements MembershipEvidence {
    public FromDiscord {
      roles = SortedSets.copy(roles);
    }
  }

  /**
   * A token that we issued says so: it counts only while the member's epoch in the guild is still
   * the token's.
   */
  record FromToken(long epoch) implements MembershipEvidence {}
}
