package dcm.discord.interaction;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * Verifier of Discord's signatures with the application's public key (Ed25519 over timestamp and
 * raw body; docs: interactions/overview, setting up an endpoint).
 */
public final class InteractionVerifier {
  /** X.509 header of the 32 bytes of an Ed25519 key (RFC 8410). */
  private static final String X509_PREFIX = "302a300506032b6570032100";

  private final PublicKey key;

  private InteractionVerifier(PublicKey key) {
    this.key = key;
  }

  /**
   * @param hex 32 bytes, as Discord's developer portal shows them
   * @throws IllegalArgumentException when they are not a key
   */
  public static InteractionVerifier of(String hex) {
    if (hex.length() != 64) {
      throw new IllegalArgumentException("a public key has 64 hexadecimal digits");
    }
    try {
      return new InteractionVerifier(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509_PREFIX + hex))));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  /**
   * @param signature in hexadecimal; other text does not verify
   * @param timestamp the header's exact text
   */
  boolean verify(String signature, String timestamp, byte[] body) {
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(timestamp.getBytes(StandardCharsets.UTF_8));
      verifier.update(body);
      return verifier.verify(HexFormat.of().parseHex(signature));
    } catch (SignatureException | IllegalArgumentException notASignature) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every JDK", e);
    }
  }
}
