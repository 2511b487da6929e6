package dcm.auth;

import dcm.redis.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Derives the successor of a refresh token: HMAC-SHA256 of the token under a key of the cluster.
 * Every node derives the same successor, so that a lost response can be repeated without storing
 * the token. A token does not reveal its successor without the key.
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
