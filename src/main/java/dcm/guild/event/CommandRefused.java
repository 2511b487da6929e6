package dcm.guild.event;

import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * A command was refused for lack of permission: audited, without other effect.
 *
 * @param command the command's name, for example {@code task.delete}
 * @param missing the permission that the caller lacks; null: another rule applied
 * @param task the task, where the command named one
 */
public record CommandRefused(String command, @Nullable Permission missing, @Nullable TaskId task)
    implements GuildEvent {}
