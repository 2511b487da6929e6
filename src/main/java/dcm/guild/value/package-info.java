/**
 * Values of the domain: ids, tasks, schedules, members, deliveries. Immutable, without rules of
 * their own beyond being well-formed.
 */
@NullMarked
package dcm.guild.value;

import org.jspecify.annotations.NullMarked;
