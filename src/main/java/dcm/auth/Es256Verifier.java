package dcm.auth;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verification of ES256 signatures (RFC 7518, section 3.4), with Amazon's native implementation
 * where it is on the class path and can be loaded, otherwise with the JDK's, which takes eight
 * times as long. The provider is used here only: it is not installed for the rest of the process.
 */
final class Es256Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(Es256Verifier.class);

  /** ECDSA with SHA-256; the signature is r and s, 32 bytes each. */
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private static final int SIGNATURE_BYTES = 64;
  private static final String NATIVE_PROVIDER =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final @Nullable Provider provider;

  private Es256Verifier(@Nullable Provider provider) {
    this.provider = provider;
  }

  /** The native implementation; loading it takes about 0.2 s of processor time. Empty: none. */
  static Optional<Es256Verifier> loadNative() {
    try {
      var loaded =
          ServiceLoader.load(Provider.class).stream()
              .filter(candidate -> candidate.type().getName().equals(NATIVE_PROVIDER))
              .map(candidate -> new Es256Verifier(candidate.get()))
              .findFirst();
      if (loaded.isPresent()) {
        // the provider offers no algorithm when its library was not loaded
        loaded.get().newSignature();
      }
      return loaded;
    } catch (GeneralSecurityException | LinkageError | ServiceConfigurationError notLoaded) {
      LOG.info(
          "Access tokens are verified by the JDK, because the native library was not loaded: {}",
          notLoaded.toString());
      return Optional.empty();
    }
  }

  /** The implementation of the JDK. */
  static Es256Verifier ofJdk() {
    return new Es256Verifier(null);
  }

  /**
   * Whether {@code signature} is the key's signature of {@code message}.
   *
   * @param signature of any length and content
   */
  boolean verify(ECPublicKey key, byte[] message, byte[] signature) {
    try {
      if (signature.length != SIGNATURE_BYTES) {
        return false;
      }
      var verification = newSignature();
      verification.initVerify(key);
      verification.update(message);
      return verification.verify(signature);
    } catch (SignatureException notASignature) {
      return false;
    } catch (InvalidKeyException impossible) {
      throw new IllegalArgumentException("Not a key of P-256", impossible);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is not available", impossible);
    }
  }

  private Signature newSignature() throws GeneralSecurityException {
    return provider == null
        ? Signature.getInstance(ALGORITHM)
        : Signature.getInstance(ALGORITHM, provider);
  }
}
