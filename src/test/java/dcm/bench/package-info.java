/**
 * Benchmarks: the journal compared with pekko-persistence-jdbc on the same server, its SQL alone,
 * the domain and its serializer under JMH, and HTTP. Run by hand: {@code mvn -Pbench test-compile
 * exec:exec -Dbench=…}; docs/performance.md has the figures.
 */
@NullMarked
package dcm.bench;

import org.jspecify.annotations.NullMarked;
