package dcm.notify;

import dcm.guild.value.DeliveryId;
import dcm.guild.value.GuildId;
import java.util.Arrays;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/** The nonce of a delivery, the same on every node and at every attempt. */
final class DeliveryNonce {
  /** Encoded as 24 characters of base64; Discord's limit is 25. */
  private static final int BYTES = 18;

  private DeliveryNonce() {}

  static String of(GuildId guild, DeliveryId delivery) {
    byte[] hash = DigestUtils.sha256(guild + "/" + delivery);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
