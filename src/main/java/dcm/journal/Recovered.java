package dcm.journal;

import org.jspecify.annotations.Nullable;

/**
 * What one take-over found.
 *
 * @param epoch the new one, ours
 * @param snapshot the latest that was asked for, if there is one
 */
record Recovered(long epoch, SnapshotRows.@Nullable Row snapshot, Tail tail) {}
