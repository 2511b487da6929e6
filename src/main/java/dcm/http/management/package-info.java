/**
 * The operators' door, on a port of its own: is this node alive, may it get traffic, what does it
 * measure, who is in the cluster. It only reads.
 */
@NullMarked
package dcm.http.management;

import org.jspecify.annotations.NullMarked;
