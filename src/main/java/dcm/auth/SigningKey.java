package dcm.auth;

import com.auth0.jwt.algorithms.Algorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A P-256 key pair for ES256, with its key id and expiry. */
record SigningKey(String kid, Instant notAfter, ECPublicKey publicKey, ECPrivateKey privateKey) {
  private static final String CURVE = "secp256r1";
  private static final int COORDINATE_BYTES = 32;

  static SigningKey generate(String kid, Instant notAfter) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      var pair = generator.generateKeyPair();
      return new SigningKey(
          kid, notAfter, (ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("P-256 is not available", impossible);
    }
  }

  /**
   * Returns null when the row was not encrypted with this cluster's secret or was modified: such a
   * key is not trusted.
   */
  static @Nullable SigningKey decrypt(SigningKeyStore.StoredKey row, AesGcmCipher cipher) {
    try {
      var jwk = StrictJson.object(row.publicJwk().getBytes(StandardCharsets.UTF_8));
      var encrypted = Base64.getDecoder().decode(row.encryptedPrivate());
      if (jwk == null) {
        return null;
      }
      var x = jwk.path("x").asText();
      var y = jwk.path("y").asText();
      var pkcs8 = cipher.decrypt(encrypted, associatedData(row.kid(), x, y));
      if (pkcs8 == null) {
        return null;
      }
      var factory = KeyFactory.getInstance("EC");
      return new SigningKey(
          row.kid(),
          row.notAfter(),
          (ECPublicKey) factory.generatePublic(publicSpec(x, y)),
          (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
      return null;
    }
  }

  SigningKeyStore.StoredKey encrypt(Instant now, AesGcmCipher cipher) {
    var jwk = jwk();
    return new SigningKeyStore.StoredKey(
        kid,
        now,
        notAfter,
        StrictJson.write(jwk),
        Base64.getEncoder()
            .encodeToString(
                cipher.encrypt(
                    privateKey.getEncoded(), associatedData(kid, jwk.get("x"), jwk.get("y")))));
  }

  /** The public key as a JWK (RFC 7517). */
  Map<String, String> jwk() {
    var jwk = new LinkedHashMap<String, String>();
    jwk.put("kty", "EC");
    jwk.put("crv", "P-256");
    jwk.put("alg", "ES256");
    jwk.put("use", "sig");
    jwk.put("kid", kid);
    jwk.put("x", coordinate(publicKey.getW().getAffineX()));
    jwk.put("y", coordinate(publicKey.getW().getAffineY()));
    return jwk;
  }

  Algorithm algorithm() {
    return Algorithm.ECDSA256(publicKey, privateKey);
  }

  /**
   * The associated data of the encryption. It contains the public key: otherwise an attacker with
   * write access to the table could replace it with their own.
   */
  private static String associatedData(String kid, String x, String y) {
    return "signing key " + kid + " " + x + " " + y;
  }

  private static ECPublicKeySpec publicSpec(String x, String y) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    return new ECPublicKeySpec(
        new ECPoint(number(x), number(y)), parameters.getParameterSpec(ECParameterSpec.class));
  }

  private static BigInteger number(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }

  /** 32 bytes, big-endian, with leading zeros (RFC 7518, section 6.2.1.2). */
  private static String coordinate(BigInteger number) {
    var bytes = new byte[COORDINATE_BYTES];
    var plain = number.toByteArray();
    var length = Math.min(plain.length, COORDINATE_BYTES);
    System.arraycopy(plain, plain.length - length, bytes, COORDINATE_BYTES - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Omits the private key, because records are logged. */
  @Override
  public String toString() {
    return "SigningKey[" + kid + ", until " + notAfter + "]";
  }
}
