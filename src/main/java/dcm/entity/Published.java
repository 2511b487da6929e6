package dcm.entity;

import dcm.guild.GuildId;
import dcm.guild.Recorded;
import dcm.guild.Task;
import org.jspecify.annotations.Nullable;

/**
 * An event that is in the journal, on its way to whoever listens. At most once: a listener that
 * sees a gap in the revisions of a guild reads what it missed from the journal.
 *
 * @param task the event's task as it is after the event; null when it has none (any more)
 */
public record Published(GuildId guild, long revision, Recorded recorded, @Nullable Task task) {}
