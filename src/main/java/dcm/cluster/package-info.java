/**
 * Cluster membership: the table of nodes through which they find each other, the lease that decides
 * which side of a network partition continues, the clock that all nodes share, and TLS between
 * nodes. It has its own connections, so that it never queues behind the writes of guilds.
 */
@NullMarked
package dcm.cluster;

import org.jspecify.annotations.NullMarked;
