package dcm.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * 256 random bits that mean nothing, for cookies, tickets and states. Only its hash is kept, so
 * whoever reads Redis cannot use what is there. No {@code toString} shows it.
 */
public record OpaqueToken(String secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  public static OpaqueToken generate() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new OpaqueToken(BASE64.encodeToString(bytes));
  }

  /** SHA-256, base64url: without a salt, because 256 random bits cannot be guessed. */
  public String hash() {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is not available", impossible);
    }
  }

  @Override
  public String toString() {
    return "OpaqueToken[…]";
  }
}
