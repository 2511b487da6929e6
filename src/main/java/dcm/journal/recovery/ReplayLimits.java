package dcm.journal.recovery;

/**
 * How much of a history is read at once.
 *
 * @param page events, where it is read page by page
 * @param whole bytes of a table, without what PostgreSQL keeps of long values elsewhere, up to
 *     which it is read whole where there is no snapshot
 */
public record ReplayLimits(int pageSize, long fullScanMaxBytes) {}
