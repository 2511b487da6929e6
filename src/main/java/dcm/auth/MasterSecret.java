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
 * The secret from which the encryption keys of stored data are derived. All nodes of a cluster need
 * the same one. Losing it means that all users have to log in again, and that calendars need new
 * addresses.
 */
public final class MasterSecret {
  /**
   * The minimum length in characters: a shorter secret is a password, and HKDF is not suitable for
   * passwords.
   */
  private static final int MIN_LENGTH = 32;

  private final byte[] secret;

  private MasterSecret(byte[] secret) {
    this.secret = secret;
  }

  /**
   * @param text {@code DCM_SECRET}: at least 32 characters, random
   * @param problems receives a sentence when the secret is too short
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
   * Reads the secret in {@code data/secret}, or creates it with read permission for its owner only.
   * Blocks.
   */
  public static MasterSecret loadOrCreate(Path data) throws IOException {
    Files.createDirectories(data);
    var file = data.resolve("secret");
    // one process at a time: two that start together must read the same secret
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

  /** Derives an AES-256 key: HKDF-SHA256 (RFC 5869) with the purpose as its info. */
  SecretKey aesKeyFor(String purpose) {
    try {
      return hkdf().deriveKey("AES", expansion(purpose, 32));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HKDF-SHA256 is not available", impossible);
    }
  }

  /** Derives a key for HMAC-SHA256 (RFC 2104) in the same way. */
  SecretKey macKeyFor(String purpose) {
    try {
      return hkdf().deriveKey("HmacSHA256", expansion(purpose, 32));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HKDF-SHA256 is not available", impossible);
    }
  }

  /** Identifies this secret without revealing it. */
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
