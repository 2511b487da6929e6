/** The entry point of the program. */
@NullMarked
package dcm;

import org.jspecify.annotations.NullMarked;
