/** A guild whose members act by chance for months, through its rules alone. */
@NullMarked
package dcm.guild.simulation;

import org.jspecify.annotations.NullMarked;
