/**
 * Quick add: one grammar for a task that is typed as a line of Dutch or English (docs/adr/0049).
 * Pure computation without I/O and without a clock.
 */
@NullMarked
package dcm.quickadd;

import org.jspecify.annotations.NullMarked;
