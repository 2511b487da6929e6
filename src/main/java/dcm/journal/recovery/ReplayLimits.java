package dcm.journal.recovery;

/**
 * Limits of a query for events.
 *
 * @param pageSize events per page
 * @param fullScanMaxBytes size of a table, without values stored out of line, up to which a history
 *     without a snapshot is read by a full scan
 */
public record ReplayLimits(int pageSize, long fullScanMaxBytes) {}
