/**
 * Checker for the tests that kill nodes: whether the observed responses are linearizable per guild.
 */
@NullMarked
package dcm.history;

import org.jspecify.annotations.NullMarked;
