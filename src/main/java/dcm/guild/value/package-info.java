/**
 * Values of the domain: ids, tasks, schedules, members, deliveries. Immutable; they check only that
 * they are well-formed.
 */
@NullMarked
package dcm.guild.value;

import org.jspecify.annotations.NullMarked;
