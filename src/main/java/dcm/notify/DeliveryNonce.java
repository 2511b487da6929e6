package dcm.notify;

import dcm.guild.value.DeliveryId;
import dcm.guild.value.GuildId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A short name for a delivery, the same on every node and at every try. */
final class DeliveryNonce {
  /** 24 characters in base64, within Discord's 25. */
  private static final int BYTES = 18;

  private DeliveryNonce() {}

  static String of(GuildId guild, DeliveryId delivery) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((guild + "/" + delivery).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
