/**
 * The commands of a guild. One sealed family per subject; {@link dcm.guild.command.CommandEnvelope}
 * adds caller, time, origin and command id.
 */
@NullMarked
package dcm.guild.command;

import org.jspecify.annotations.NullMarked;
