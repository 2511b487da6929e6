/**
 * Templates of common tasks, and the commands that create tasks from them. Pure data and selection:
 * the edges send the commands (docs/adr/0044).
 */
@NullMarked
package dcm.template;

import org.jspecify.annotations.NullMarked;
