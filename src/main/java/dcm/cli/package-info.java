/** The commands of the command line. */
@NullMarked
package dcm.cli;

import org.jspecify.annotations.NullMarked;
