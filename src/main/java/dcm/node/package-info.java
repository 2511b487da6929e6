/** One process: its settings, its start and its orderly end. */
@NullMarked
package dcm.node;

import org.jspecify.annotations.NullMarked;
