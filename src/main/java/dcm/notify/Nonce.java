package dcm.notify;

import dcm.guild.DeliveryId;
import dcm.guild.GuildId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A short name for a delivery, the same on every node and at every try. */
final class Nonce {
  /** 24 characters in base64, within Discord's 25. */
  private static final int BYTES = 18;

  private Nonce() {}

  static String of(GuildId guild, DeliveryId delivery) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((guild + "/" + delivery).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
