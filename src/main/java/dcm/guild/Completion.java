package dcm.guild;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param by who did it
 * @param loggedBy who said so
 * @param doneAt when it was done
 * @param loggedAt when it was said
 */
public record Completion(
    MemberId by, MemberId loggedBy, Instant doneAt, Instant loggedAt, @Nullable String note) {}
