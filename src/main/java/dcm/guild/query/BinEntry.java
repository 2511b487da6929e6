package dcm.guild.query;

import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deleted task.
 *
 * @param task as it was when it was deleted
 * @param deletedBy null: the system
 * @param restorableUntil when it is removed for good
 */
public record BinEntry(
    Task task, Instant deletedAt, @Nullable MemberId deletedBy, Instant restorableUntil) {}
