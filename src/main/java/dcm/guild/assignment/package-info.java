/**
 * Selection of the assignees of an occurrence, by the strategy of its task. Pure: the choice is
 * made once, when the occurrence opens, and recorded in its event.
 */
@NullMarked
package dcm.guild.assignment;

import org.jspecify.annotations.NullMarked;
