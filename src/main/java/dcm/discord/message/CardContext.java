package dcm.discord.message;

import dcm.guild.value.GuildId;
import dcm.notify.MessageBundle;
import java.time.Instant;

/**
 * The surroundings of a card.
 *
 * @param now decides what is overdue
 */
public record CardContext(
    GuildId guild, MessageBundle messages, DashboardLinks links, Instant now) {}
