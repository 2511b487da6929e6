/**
 * Threads, pools, pipelines and circuit breakers for JDBC. Blocking calls run here and nowhere
 * else.
 */
@NullMarked
package dcm.journal.jdbc;

import org.jspecify.annotations.NullMarked;
