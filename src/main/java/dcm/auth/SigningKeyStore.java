package dcm.auth;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The signing keys that all nodes share. */
public interface SigningKeyStore {
  /**
   * A stored signing key.
   *
   * @param kid the key's id; never reused
   * @param notAfter the latest expiry of a token signed with this key
   * @param publicJwk the public key as a JWK (RFC 7517), JSON
   * @param encryptedPrivate the private key, PKCS #8, encrypted with the cluster's secret, Base64
   *     in one line
   */
  record StoredKey(
      String kid, Instant createdAt, Instant notAfter, String publicJwk, String encryptedPrivate) {}

  /** The keys that have not expired, oldest first. */
  CompletionStage<List<StoredKey>> findValid();

  /** Inserts a key; returns false, and changes nothing, when its kid exists already. */
  CompletionStage<Boolean> insert(StoredKey key);
}
