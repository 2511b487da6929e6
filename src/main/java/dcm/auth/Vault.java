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
 * AES-256-GCM with a random nonce of 96 bits before the text. What is locked for one place cannot
 * be unlocked in another: the place is authenticated with it.
 */
final class Vault {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  Vault(MasterSecret secret, String purpose) {
    this.key = secret.aesKeyFor(purpose);
  }

  byte[] lock(byte[] plain, String place) {
    var nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
      var both = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, both, NONCE, sealed.length);
      return both;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has AES-GCM", impossible);
    }
  }

  /** Null when it was not locked here, for that place, with this secret. */
  byte @Nullable [] unlock(byte[] locked, String place) {
    if (locked.length < NONCE + TAG_BITS / 8) {
      return null;
    }
    var nonce = Arrays.copyOf(locked, NONCE);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, place)
          .doFinal(locked, NONCE, locked.length - NONCE);
    } catch (AEADBadTagException notOurs) {
      return null;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has AES-GCM", impossible);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
