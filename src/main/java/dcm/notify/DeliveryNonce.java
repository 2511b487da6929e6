package dcm.notify;

import dcm.guild.value.DeliveryId;
import dcm.guild.value.GuildId;
import java.util.Arrays;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/** A short name for a delivery, the same on every node and at every try. */
final class DeliveryNonce {
  /** 24 characters in base64, within Discord's 25. */
  private static final int BYTES = 18;

  private DeliveryNonce() {}

  static String of(GuildId guild, DeliveryId delivery) {
    byte[] hash = DigestUtils.sha256(guild + "/" + delivery);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
