/** Takeover and replay of one guild, read ahead within a bound on bytes. */
@NullMarked
package dcm.journal.recovery;

import org.jspecify.annotations.NullMarked;
