/**
 * What nodes share and how they find each other: the table of nodes, the lease that says which half
 * of a cluster goes on, the certificates they show each other. It has connections of its own, so
 * that it never waits behind a guild.
 */
@NullMarked
package dcm.cluster;

import org.jspecify.annotations.NullMarked;
