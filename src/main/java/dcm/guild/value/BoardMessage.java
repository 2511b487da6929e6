package dcm.guild.value;

import org.jspecify.annotations.Nullable;

/**
 * A message in a channel that shows the guild's open tasks and follows them.
 *
 * @param message null: it is still to be posted
 * @param replaces an older message, to be deleted when the new one is posted; null: none
 */
public record BoardMessage(
    ChannelId channel, @Nullable MessageId message, @Nullable MessageId replaces) {}
