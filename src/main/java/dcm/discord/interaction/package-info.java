/**
 * Routing of an interaction, by gateway or HTTP, to its handler and back within Discord's limits.
 */
@NullMarked
package dcm.discord.interaction;

import org.jspecify.annotations.NullMarked;
