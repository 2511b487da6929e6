/** PostgreSQL and Redis as child processes, for local use and tests. Depends on no other module. */
@NullMarked
package dcm.embedded;

import org.jspecify.annotations.NullMarked;
