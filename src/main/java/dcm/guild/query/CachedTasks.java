package dcm.guild.query;

/**
 * A page of tasks that the caller has already, from an earlier answer to the same query.
 *
 * @param visibility the tasks that it shows
 * @param revision the guild's revision that it shows
 */
public record CachedTasks(TaskVisibility visibility, long revision) {}
