/**
 * The way of one interaction, by gateway or HTTP, to a handler and back within Discord's deadlines.
 */
@NullMarked
package dcm.discord.interaction;

import org.jspecify.annotations.NullMarked;
