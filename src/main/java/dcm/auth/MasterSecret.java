package dcm.auth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The one secret from which the keys are derived that encrypt what is kept. All nodes of a cluster
 * need the same. Whoever loses it must log in again, no more.
 */
public final class MasterSecret {
  /** Below this a secret is a password, and HKDF is not made for passwords. */
  private static final int MIN_LENGTH = 32;

  private final byte[] secret;

  private MasterSecret(byte[] secret) {
    this.secret = secret;
  }

  /**
   * @param text {@code DCM_SECRET}: at least 32 characters, random
   * @param problems gets a sentence when it is too short
   */
  public static MasterSecret of(String text, List<String> problems) {
    if (text.length() < MIN_LENGTH) {
      problems.add(
          "DCM_SECRET must have at least "
              + MIN_LENGTH
              + " random characters, for example from: openssl rand -base64 32");
    }
    return new MasterSecret(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The secret kept in {@code data/secret}, made there the first time, readable for its owner only.
   * Blocks.
   */
  public static MasterSecret loadOrCreate(Path data) throws IOException {
    Files.createDirectories(data);
    var file = data.resolve("secret");
    // one process at a time: two that start together must find the same
    try (var lock =
            FileChannel.open(
                data.resolve("secret.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = lock.lock()) {
      if (!Files.exists(file)) {
        create(file);
      }
      return new MasterSecret(Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A key for one purpose: HKDF-SHA256 (RFC 5869) with the purpose as its info. */
  SecretKey aesKeyFor(String purpose) {
    try {
      return hkdf().deriveKey("AES", expansion(purpose, 32));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HKDF-SHA256 is not available", impossible);
    }
  }

  /** The same, for HMAC-SHA256 (RFC 2104). */
  SecretKey macKeyFor(String purpose) {
    try {
      return hkdf().deriveKey("HmacSHA256", expansion(purpose, 32));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HKDF-SHA256 is not available", impossible);
    }
  }

  /** Names this secret without telling it. */
  public String fingerprint() {
    try {
      var name = hkdf().deriveData(expansion("fingerprint", 6));
      return Base64.getUrlEncoder().encodeToString(name);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HKDF-SHA256 is not available", impossible);
    }
  }

  private static KDF hkdf() throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256");
  }

  private HKDFParameterSpec expansion(String purpose, int length) {
    return HKDFParameterSpec.ofExtract()
        .addIKM(secret)
        .thenExpand(("dcm " + purpose).getBytes(StandardCharsets.UTF_8), length);
  }

  private static void create(Path file) throws IOException {
    var bytes = new byte[MIN_LENGTH];
    new SecureRandom().nextBytes(bytes);
    var temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", ".new");
    if (temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(temporary, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    Files.move(temporary, file);
  }
}
