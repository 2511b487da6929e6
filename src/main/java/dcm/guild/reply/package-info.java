/** What a guild answers to a command: an outcome or a refusal. */
@NullMarked
package dcm.guild.reply;

import org.jspecify.annotations.NullMarked;
