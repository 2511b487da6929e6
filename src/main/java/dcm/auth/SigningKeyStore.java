package dcm.auth;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where signing keys are kept for all nodes: the table {@code dcm.signing_key}. */
public interface SigningKeyStore {
  /**
   * @param kid the key's name, for ever
   * @param notAfter until when tokens that it signed may be good
   * @param publicJwk RFC 7517, JSON
   * @param encryptedPrivate PKCS #8, locked with the cluster's secret, Base64
   */
  record StoredKey(
      String kid, Instant createdAt, Instant notAfter, String publicJwk, String encryptedPrivate) {}

  CompletionStage<List<StoredKey>> findValid();

  /** False, and nothing changed, when there is one with that kid already. */
  CompletionStage<Boolean> insert(StoredKey row);
}
