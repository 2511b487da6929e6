package dcm.auth;

import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.GuildId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Secrets in the addresses of calendars: a token's id and the first 128 bits of an HMAC-SHA256 of
 * guild and id. They are checked without asking the guild, so that guessing costs nobody anything,
 * and need not be stored.
 */
public final class CalendarTokenSecrets {
  private static final int PART = 16;
  private final SecretKey key;

  public CalendarTokenSecrets(MasterSecret secret) {
    this.key = secret.macKeyFor("calendar tokens");
  }

  /** The secret of a token: 43 characters of base64url. */
  public String secret(GuildId guild, CalendarTokenId id) {
    var bytes =
        ByteBuffer.allocate(2 * PART)
            .putLong(id.value().getMostSignificantBits())
            .putLong(id.value().getLeastSignificantBits())
            .put(mac(guild, id));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** The token whose secret this is; empty: of none in this guild. */
  public Optional<CalendarTokenId> verify(GuildId guild, String secret) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(secret);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != 2 * PART) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.wrap(bytes);
    var id = new CalendarTokenId(new UUID(buffer.getLong(), buffer.getLong()));
    return MessageDigest.isEqual(Arrays.copyOfRange(bytes, PART, 2 * PART), mac(guild, id))
        ? Optional.of(id)
        : Optional.empty();
  }

  private byte[] mac(GuildId guild, CalendarTokenId id) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal((guild + "\n" + id).getBytes(StandardCharsets.UTF_8)), PART);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HMAC-SHA256 is not available", impossible);
    }
  }
}
