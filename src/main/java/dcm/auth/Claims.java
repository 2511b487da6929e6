package dcm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claims as they stand in a token; each read is null when it is missing or of another type. */
record Claims(ObjectNode json) {
  private static final int LONGEST_TEXT = 512;

  @Nullable AccessClaims access() {
    var guild = text("gid");
    var member = text("sub");
    var roles = roles();
    var administrator = json.get("adm");
    var epoch = json.get("epoch");
    var session = text("sid");
    var id = text("jti");
    var issuedAt = instant("iat");
    var expiresAt = instant("exp");
    if (guild == null
        || member == null
        || roles == null
        || administrator == null
        || !administrator.isBoolean()
        || !isCount(epoch)
        || session == null
        || id == null
        || issuedAt == null
        || expiresAt == null) {
      return null;
    }
    try {
      return new AccessClaims(
          GuildId.of(guild),
          MemberId.of(member),
          roles,
          administrator.booleanValue(),
          epoch.longValue(),
          session,
          id,
          issuedAt,
          expiresAt);
    } catch (IllegalArgumentException notASnowflake) {
      return null;
    }
  }

  /** Not empty. */
  @Nullable String text(String claim) {
    var value = json.get(claim);
    return value != null && value.isTextual() && isOfUse(value.textValue())
        ? value.textValue()
        : null;
  }

  /** Whole seconds since 1970. */
  @Nullable Instant instant(String claim) {
    var value = json.get(claim);
    return isCount(value) && value.longValue() <= Instant.MAX.getEpochSecond()
        ? Instant.ofEpochSecond(value.longValue())
        : null;
  }

  private @Nullable Set<RoleId> roles() {
    var value = json.get("roles");
    if (value == null || !value.isArray()) {
      return null;
    }
    var roles = new HashSet<RoleId>();
    for (var role : value) {
      if (!role.isTextual()) {
        return null;
      }
      try {
        roles.add(RoleId.of(role.textValue()));
      } catch (IllegalArgumentException notASnowflake) {
        return null;
      }
    }
    return roles;
  }

  private static boolean isCount(@Nullable JsonNode value) {
    return value != null
        && value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= 0;
  }

  private static boolean isOfUse(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_TEXT;
  }
}
