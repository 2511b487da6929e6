package dcm.guild.command;

import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.RoleId;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on members. */
public sealed interface MemberCommand extends GuildCommand {
  /** Records Discord's description of a member. From the system only. */
  record Observe(MemberId member, MembershipEvidence.FromDiscord observation)
      implements MemberCommand {
    /** Creates an observation without a language, as the gateway sends it. */
    public Observe(MemberId member, String displayName, Set<RoleId> roles, boolean administrator) {
      this(member, new MembershipEvidence.FromDiscord(displayName, roles, administrator, null));
    }
  }

  /**
   * Edits the caller's own profile, or another's with MEMBER_MANAGE; null leaves a field as it is.
   */
  record EditProfile(MemberId member, @Nullable ZoneId zone, @Nullable String locale)
      implements MemberCommand {}

  /** The member left, was kicked or was banned. From the system only. */
  record Leave(MemberId member) implements MemberCommand {}
}
