package dcm.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same results with every implementation that this platform has. */
class Es256VerifierTest {
  /** The order of P-256 (FIPS 186-4, D.1.2.3). */
  private static final byte[] ORDER =
      HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

  private static final byte[] MESSAGE = "header.payload".getBytes(UTF_8);

  private final SigningKey key = SigningKey.generate("kid", Instant.MAX);

  static Stream<Es256Verifier> implementations() {
    return Stream.concat(Stream.of(Es256Verifier.ofJdk()), Es256Verifier.loadNative().stream());
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void a_signature_is_valid_for_its_key_and_message_only(Es256Verifier verifier) throws Exception {
    var signature = sign("SHA256withECDSAinP1363Format");
    assertThat(verifier.verify(key.publicKey(), MESSAGE, signature)).isTrue();
    var other = SigningKey.generate("kid", Instant.MAX);
    assertThat(verifier.verify(other.publicKey(), MESSAGE, signature)).isFalse();
    var changed = MESSAGE.clone();
    changed[0] ^= 1;
    assertThat(verifier.verify(key.publicKey(), changed, signature)).isFalse();
    for (var bit = 0; bit < 8 * signature.length; bit++) {
      var forged = signature.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifier.verify(key.publicKey(), MESSAGE, forged)).as("bit %s", bit).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void no_other_bytes_are_a_signature(Es256Verifier verifier) throws Exception {
    var signature = sign("SHA256withECDSAinP1363Format");
    for (var bytes :
        new byte[][] {
          {},
          new byte[64],
          concat(ORDER, ORDER),
          concat(new byte[32], ORDER),
          concat(Arrays.copyOf(signature, 32), new byte[32]),
          concat(new byte[32], Arrays.copyOfRange(signature, 32, 64)),
          Arrays.copyOf(signature, 63),
          Arrays.copyOf(signature, 65),
          Arrays.copyOf(signature, 128),
          sign("SHA256withECDSA"),
        }) {
      assertThat(verifier.verify(key.publicKey(), MESSAGE, bytes))
          .as(HexFormat.of().formatHex(bytes))
          .isFalse();
    }
  }

  @Test
  void no_provider_is_installed_for_the_process() {
    assertThat(implementations()).isNotEmpty();
    assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
  }

  private byte[] sign(String algorithm) throws Exception {
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key.privateKey());
    signature.update(MESSAGE);
    return signature.sign();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
