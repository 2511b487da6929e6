/**
 * PostgreSQL and Redis as child processes, for trying DCM out and for tests. Enters no other
 * module.
 */
@NullMarked
package dcm.embedded;

import org.jspecify.annotations.NullMarked;
