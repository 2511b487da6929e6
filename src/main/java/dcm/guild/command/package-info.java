/**
 * What a guild can be told to do. One sealed family per subject; {@link
 * dcm.guild.command.CommandEnvelope} adds caller, time, origin and command id.
 */
@NullMarked
package dcm.guild.command;

import org.jspecify.annotations.NullMarked;
