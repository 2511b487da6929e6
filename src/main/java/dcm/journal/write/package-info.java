/**
 * The write path: lanes, group commit, isolation of guilds whose writes fail.
 *
 * <p>{@link dcm.journal.write.GuildWriteContext} is looked up once per write. What happens to a
 * write of a guild whose table is attached:
 *
 * <pre>
 *                         add
 *                          |                 queue full, lane closed or terminated
 *                          v               +--------------------------------------> rejected
 *                    +-----------+         |  30 s in the queue                   (nothing written)
 *   guild without    |  queued   |---------+  server's circuit breaker open
 *   quarantine ----> |  (lane)   |
 *                    +-----------+
 *                          |  group commit: 25 ms per lock, 1 s per statement
 *                          v
 *                    +-----------+  commit
 *          +-------> |  in group |------------------------------------------------> written
 *          |         +-----------+                                          (quarantine ends)
 *          |               |
 *          |               |  GroupFailure
 *          |               +-- ServerFailure: connection broke -------------------> outcome unknown
 *          |               +-- ServerFailure: not connected, or rejected ---------> not written
 *          |               +-- FencedGuilds: this guild --------------------------> fenced
 *          +---------------+-- FencedGuilds, SingleGuild: another guild
 *          |               |
 *          |               +-- UnknownGuild, TooManyLocks -----+
 *          |               |                                   v
 *          |               |                            +-------------+
 *          +---------------|----------------------------|  splitting  |  (isolator thread)
 *            an eighth     |                            +-------------+
 *            of the group  |                                   |  one guild left,
 *                          |                                   |  or a part took 500 ms
 *                          +-- SingleGuild: this guild --------+
 *                                                              v
 *   guild in quarantine,                                +-------------+  commit
 *   or table detached --------------------------------> |  isolated   |-------------> written
 *                                                       +-------------+
 *                                                              |  fenced, lock-timeout,
 *                                                              |  statement-timeout, error,
 *                                                              |  guild's circuit breaker open
 *                                                              +--------------------> failed
 * </pre>
 *
 * <p>Quarantine of a guild ({@link dcm.journal.write.Quarantine}):
 *
 * <pre>
 *   none --- broke a group, or failed or took 250 ms in isolation ---> failing
 *   failing --- isolated write within 250 ms, broke no group --------> none
 *   failing --- isolated write within 250 ms, broke n groups --------> waiting: 0 s, 1 s, 2 s, … 60 s
 *   waiting --- time passed: its next write joins a group -----------> none, if the group commits
 *   waiting --- broke a group, or an isolated write failed ----------> failing
 * </pre>
 *
 * <p>Three failures of one guild in isolation open its circuit breaker for 1 s, then 2 s, at most
 * 30 s; three server failures in a row open the one of the server for 1 s ({@link
 * dcm.journal.jdbc.GuildCircuitBreakers}).
 */
@NullMarked
package dcm.journal.write;

import org.jspecify.annotations.NullMarked;
