/** Benchmarks of the journal's serializer: {@code mvn -Pbench test-compile exec:exec}. */
@NullMarked
package dcm.entity.bench;

import org.jspecify.annotations.NullMarked;
