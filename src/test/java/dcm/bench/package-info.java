/**
 * What DCM costs: the journal beside pekko-persistence-jdbc on the same server, its SQL alone, the
 * heart and its serializer under JMH, and HTTP. Runs only by hand: {@code mvn -Pbench test-compile
 * exec:exec -Dbench=…}; docs/performance.md has the figures.
 */
@NullMarked
package dcm.bench;

import org.jspecify.annotations.NullMarked;
