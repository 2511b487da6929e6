package dcm.auth;

import dcm.redis.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Which refresh token follows which: HMAC-SHA256 of the former under a key of the cluster. Every
 * node gives the same successor for the same token, so that a lost answer can be given again
 * without any token being kept. Whoever knows a token but not the key cannot tell its successor.
 */
final class RefreshTokenChain {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey key;

  RefreshTokenChain(MasterSecret secret) {
    this.key = secret.macKeyFor("refresh tokens");
  }

  OpaqueToken successor(OpaqueToken token) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var bits = mac.doFinal(token.secret().getBytes(StandardCharsets.US_ASCII));
      return new OpaqueToken(BASE64.encodeToString(bits));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HMAC-SHA256 is not available", impossible);
    }
  }
}
