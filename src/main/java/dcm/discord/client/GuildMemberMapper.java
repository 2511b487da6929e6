package dcm.discord.client;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.HashSet;

/** A member's place in a guild, from what REST tells of the two. */
final class GuildMemberMapper {
  private GuildMemberMapper() {}

  static InteractionUser.GuildMember map(
      GuildId guild, MemberId member, JsonNode guildJson, JsonNode memberJson) {
    var roles = new HashSet<RoleId>();
    memberJson.path("roles").forEach(role -> roles.add(RoleId.of(role.asText())));
    long permissions = 0;
    for (var role : guildJson.path("roles")) {
      var id = RoleId.of(role.path("id").asText());
      // @everyone's role has the guild's own id
      if (id.value() == guild.value() || roles.contains(id)) {
        permissions |= Long.parseUnsignedLong(role.path("permissions").asText("0"));
      }
    }
    boolean owner = guildJson.path("owner_id").asText().equals(member.toString());
    return new InteractionUser.GuildMember(
        guild.value(),
        guildJson.path("preferred_locale").asText("en-US"),
        name(memberJson),
        roles,
        owner || PermissionBits.isAdministrator(permissions));
  }

  private static String name(JsonNode memberJson) {
    var user = memberJson.path("user");
    return memberJson.hasNonNull("nick")
        ? memberJson.path("nick").asText()
        : user.hasNonNull("global_name")
            ? user.path("global_name").asText()
            : user.path("username").asText();
  }
}
