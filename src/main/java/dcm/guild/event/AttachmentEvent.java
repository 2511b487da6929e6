package dcm.guild.event;

import dcm.guild.value.AttachmentId;
import dcm.guild.value.TaskId;

/** Events of photos. The bytes are in a table of the guild, not in events. */
public sealed interface AttachmentEvent extends GuildEvent {
  TaskId task();

  int ordinal();

  AttachmentId id();

  /**
   * A photo was added to an occurrence by the initiating member.
   *
   * @param mediaType for example {@code image/jpeg}
   * @param bytes of the photo and its thumbnail together
   */
  record Added(TaskId task, int ordinal, AttachmentId id, String mediaType, long bytes)
      implements AttachmentEvent {}

  /** A photo was removed; its bytes were deleted. */
  record Removed(TaskId task, int ordinal, AttachmentId id, long bytes)
      implements AttachmentEvent {}
}
