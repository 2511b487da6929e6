package dcm.guild.value;

import java.time.Instant;

/**
 * A photo of an occurrence. Its bytes are not part of the guild's state.
 *
 * @param uploader the member who added it; only they and members with TASK_EDIT remove it
 * @param mediaType for example {@code image/jpeg}
 * @param bytes of the photo and its thumbnail together, which the quota counts
 */
public record Attachment(
    AttachmentId id,
    TaskId task,
    int ordinal,
    MemberId uploader,
    Instant at,
    String mediaType,
    long bytes) {}
