/** What the journal's bytes cost: {@code mvn -Pbench test-compile exec:exec}. */
@NullMarked
package dcm.entity.bench;

import org.jspecify.annotations.NullMarked;
