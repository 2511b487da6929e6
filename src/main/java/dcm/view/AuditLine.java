package dcm.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.By;
import dcm.guild.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did, or tried, what: a line of the audit log.
 *
 * @param by the member and the door they used
 * @param kind the event's stable name; {@code command.refused} for what was not permitted
 * @param task null when it was about no task
 * @param ordinal null when it was about no occurrence
 * @param before what changed, as it was: JSON fields; empty where there was nothing
 * @param after what changed, as it is since
 */
public record AuditLine(
    long revision,
    Instant at,
    By by,
    String kind,
    @Nullable TaskId task,
    @Nullable Integer ordinal,
    ObjectNode before,
    ObjectNode after) {}
