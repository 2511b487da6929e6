/** Readers of the files of this and other programs, and writers of exports. Without I/O. */
@NullMarked
package dcm.transfer.format;

import org.jspecify.annotations.NullMarked;
