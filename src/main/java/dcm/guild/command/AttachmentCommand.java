package dcm.guild.command;

import dcm.guild.value.AttachmentId;
import dcm.guild.value.TaskRef;
import org.jspecify.annotations.Nullable;

/** Commands on the photos of a task's occurrences. */
public sealed interface AttachmentCommand extends GuildCommand {
  TaskRef task();

  AttachmentId id();

  /**
   * Adds a photo whose bytes are stored already.
   *
   * @param ordinal the occurrence; null: the open one, otherwise the one closed last
   * @param mediaType for example {@code image/jpeg}
   * @param bytes of the photo and its thumbnail together
   * @param quota the number of bytes that a guild's photos may have together, by the operator
   */
  record Add(
      TaskRef task,
      @Nullable Integer ordinal,
      AttachmentId id,
      String mediaType,
      long bytes,
      long quota)
      implements AttachmentCommand {}

  record Remove(TaskRef task, AttachmentId id) implements AttachmentCommand {}
}
