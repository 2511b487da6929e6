/** A node process: its settings, start-up and shutdown. */
@NullMarked
package dcm.node;

import org.jspecify.annotations.NullMarked;
