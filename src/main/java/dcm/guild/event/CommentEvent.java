package dcm.guild.event;

import dcm.guild.value.CommentId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;

/** Events of comments. */
public sealed interface CommentEvent extends GuildEvent {
  TaskId task();

  CommentId id();

  /** The initiating member wrote a comment on a task. */
  record Added(TaskId task, CommentId id, String text) implements CommentEvent {}

  /**
   * A comment was deleted.
   *
   * @param author who wrote it
   */
  record Deleted(TaskId task, CommentId id, MemberId author) implements CommentEvent {}
}
