/** Benchmarks of the domain: {@code mvn -Pbench test-compile exec:exec}. */
@NullMarked
package dcm.guild.bench;

import org.jspecify.annotations.NullMarked;
