package dcm.discord.client;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.HashSet;

/** Maps the REST JSON of a guild and a member to the membership. */
final class GuildMemberMapper {
  private GuildMemberMapper() {}

  static Interaction.GuildMember map(
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
    return new Interaction.GuildMember(
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
