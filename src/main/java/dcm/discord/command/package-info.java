/** One handler per slash command, button and modal. */
@NullMarked
package dcm.discord.command;

import org.jspecify.annotations.NullMarked;
