package dcm.guild.event;

import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody tried what they may not: audited, changes nothing.
 *
 * @param command the command's name, for example {@code task.delete}
 * @param missing the permission they lack; null when it was another rule
 * @param task which task, where one was named
 */
public record CommandRefused(String command, @Nullable Permission missing, @Nullable TaskId task)
    implements GuildEvent {}
