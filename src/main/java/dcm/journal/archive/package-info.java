/** Export and restore of one guild. */
@NullMarked
package dcm.journal.archive;

import org.jspecify.annotations.NullMarked;
