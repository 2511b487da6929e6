/** One writer per guild: epochs, and the check that fences a former owner. */
@NullMarked
package dcm.journal.fencing;

import org.jspecify.annotations.NullMarked;
