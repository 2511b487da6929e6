/**
 * Threads, connection pools, statement pipelines and circuit breakers for JDBC. All blocking calls
 * run on these threads.
 */
@NullMarked
package dcm.journal.jdbc;

import org.jspecify.annotations.NullMarked;
