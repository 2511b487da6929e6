package dcm.journal;

import org.jspecify.annotations.Nullable;

/**
 * A guild's schema as an operator sees it.
 *
 * @param guild the guild's Discord id
 * @param name as Discord said it last; null before Discord said any
 * @param version of its tables, as {@code dcm.guild_schemas} has it
 * @param attached whether its journal hangs on the tree, and so is written in groups
 * @param present whether its journal's table is there
 * @param revision the number of its last event, 0 before the first; null when it was not asked for,
 *     or its tables are gone
 * @param bytes on disk, with indexes
 */
public record GuildEntry(
    long guild,
    @Nullable String name,
    String schema,
    int version,
    boolean attached,
    boolean present,
    @Nullable Long revision,
    long bytes) {}
