package dcm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Typed access to the claims of a token; a claim that is missing or of another type is null. */
record ClaimsReader(ObjectNode json) {
  private static final int MAX_TEXT_LENGTH = 512;

  AccessTokens.@Nullable Claims toAccessClaims() {
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
        || !isNonNegativeInteger(epoch)
        || session == null
        || id == null
        || issuedAt == null
        || expiresAt == null) {
      return null;
    }
    try {
      return new AccessTokens.Claims(
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

  /** A string of 1 to 512 characters. */
  @Nullable String text(String claim) {
    var value = json.get(claim);
    return value != null && value.isTextual() && isAcceptable(value.textValue())
        ? value.textValue()
        : null;
  }

  /** A number of whole seconds since 1970. */
  @Nullable Instant instant(String claim) {
    var value = json.get(claim);
    return isNonNegativeInteger(value) && value.longValue() <= Instant.MAX.getEpochSecond()
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

  private static boolean isNonNegativeInteger(@Nullable JsonNode value) {
    return value != null
        && value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= 0;
  }

  private static boolean isAcceptable(String text) {
    return !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH;
  }
}
