package dcm.guild.command;

import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.RoleId;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on members. */
public sealed interface MemberCommand extends GuildCommand {
  /** Discord told who this member is now. From the clockwork only. */
  record Observe(MemberId member, MembershipEvidence.FromDiscord observation)
      implements MemberCommand {
    /** As the gateway tells it, without a language. */
    public Observe(MemberId member, String displayName, Set<RoleId> roles, boolean administrator) {
      this(member, new MembershipEvidence.FromDiscord(displayName, roles, administrator, null));
    }
  }

  /** One's own, or with MEMBER_MANAGE another's; null leaves a field as it is. */
  record EditProfile(MemberId member, @Nullable ZoneId zone, @Nullable String locale)
      implements MemberCommand {}

  /** The member left, was kicked or banned. From the clockwork only. */
  record Leave(MemberId member) implements MemberCommand {}
}
