package dcm.guild.command;

import dcm.guild.value.CommentId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskRef;

/** Commands on the comments of a task. */
public sealed interface CommentCommand extends GuildCommand {
  TaskRef task();

  CommentId id();

  record Add(TaskRef task, CommentId id, String text) implements CommentCommand {}

  /**
   * Deletes a comment.
   *
   * @param author who wrote it, from the read model: the guild's state has no comments
   */
  record Delete(TaskRef task, CommentId id, MemberId author) implements CommentCommand {}
}
