package dcm.guild.value;

import org.jspecify.annotations.Nullable;

/**
 * A delivery with everything needed to compose its message, as of the time it was handed out.
 *
 * @param task null: the message concerns no task
 * @param recipient null for a channel
 */
public record DeliveryDetails(
    GuildId guild,
    String guildName,
    Delivery delivery,
    @Nullable Task task,
    @Nullable Member recipient,
    GuildSettings settings) {

  /** The BCP 47 tag of the message's language. */
  public String locale() {
    return recipient == null || recipient.locale() == null ? settings.locale() : recipient.locale();
  }
}
