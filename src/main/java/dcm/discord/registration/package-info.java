/** Slash command definitions and their registration at Discord. */
@NullMarked
package dcm.discord.registration;

import org.jspecify.annotations.NullMarked;
