package dcm.guild.value;

import org.jspecify.annotations.Nullable;

/**
 * A delivery with all that a messenger needs to write it, as the guild knew it when it handed it
 * out.
 *
 * @param recipient null for a channel
 */
public record DeliveryDetails(
    GuildId guild,
    String guildName,
    Delivery delivery,
    Task task,
    @Nullable Member recipient,
    GuildSettings settings) {

  /** The BCP 47 tag of the language to write in. */
  public String locale() {
    return recipient == null || recipient.locale() == null ? settings.locale() : recipient.locale();
  }
}
