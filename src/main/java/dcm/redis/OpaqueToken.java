package dcm.redis;

import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * An opaque token of 256 random bits, for cookies, tickets and states. Only its hash is stored, so
 * that read access to Redis does not give usable tokens. {@code toString} does not reveal it.
 */
public record OpaqueToken(String secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  public static OpaqueToken generate() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new OpaqueToken(BASE64.encodeToString(bytes));
  }

  /** SHA-256, base64url; without a salt, because 256 random bits cannot be guessed. */
  public String hash() {
    return BASE64.encodeToString(DigestUtils.sha256(secret));
  }

  @Override
  public String toString() {
    return "OpaqueToken[…]";
  }
}
