/**
 * What nodes share and how they find each other. It has connections of its own, so that it never
 * waits behind a guild.
 */
@NullMarked
package dcm.cluster;

import org.jspecify.annotations.NullMarked;
