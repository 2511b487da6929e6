/** The write path: lanes, group commit, isolation of a guild whose write fails. */
@NullMarked
package dcm.journal.write;

import org.jspecify.annotations.NullMarked;
