package dcm.discord.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import java.util.HashSet;

/** A member's place in a guild, from what REST tells of the two. */
final class SeatReader {
  private SeatReader() {}

  static Visitor.Seat read(GuildId guild, MemberId member, JsonNode house, JsonNode person) {
    var roles = new HashSet<RoleId>();
    person.path("roles").forEach(role -> roles.add(RoleId.of(role.asText())));
    long permissions = 0;
    for (var role : house.path("roles")) {
      var id = RoleId.of(role.path("id").asText());
      // @everyone's role has the guild's own id
      if (id.value() == guild.value() || roles.contains(id)) {
        permissions |= Long.parseUnsignedLong(role.path("permissions").asText("0"));
      }
    }
    boolean owner = house.path("owner_id").asText().equals(member.toString());
    return new Visitor.Seat(
        guild.value(),
        house.path("preferred_locale").asText("en-US"),
        name(person),
        roles,
        owner || Bits.administrate(permissions));
  }

  private static String name(JsonNode person) {
    var user = person.path("user");
    return person.hasNonNull("nick")
        ? person.path("nick").asText()
        : user.hasNonNull("global_name")
            ? user.path("global_name").asText()
            : user.path("username").asText();
  }
}
