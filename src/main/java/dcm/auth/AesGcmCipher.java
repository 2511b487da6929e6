package dcm.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM with a random nonce of 96 bits before the ciphertext. The associated data binds a
 * ciphertext to its place of storage: it cannot be decrypted in another.
 */
final class AesGcmCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  AesGcmCipher(MasterSecret secret, String purpose) {
    this.key = secret.aesKeyFor(purpose);
  }

  byte[] encrypt(byte[] plain, String associatedData) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData).doFinal(plain);
      var nonceAndCiphertext = Arrays.copyOf(nonce, NONCE_BYTES + ciphertext.length);
      System.arraycopy(ciphertext, 0, nonceAndCiphertext, NONCE_BYTES, ciphertext.length);
      return nonceAndCiphertext;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM is not available", impossible);
    }
  }

  /**
   * Decrypts; null when the ciphertext was not encrypted with this secret and this associated data.
   */
  byte @Nullable [] decrypt(byte[] encrypted, String associatedData) {
    if (encrypted.length < NONCE_BYTES + TAG_BITS / 8) {
      return null;
    }
    var nonce = Arrays.copyOf(encrypted, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, associatedData)
          .doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES);
    } catch (AEADBadTagException notOurs) {
      return null;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM is not available", impossible);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String associatedData)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
