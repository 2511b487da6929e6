/** The commands of the command line, and what only they need. */
@NullMarked
package dcm.cli;

import org.jspecify.annotations.NullMarked;
