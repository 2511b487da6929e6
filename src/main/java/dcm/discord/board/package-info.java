/** Messages in Discord that show a guild's open tasks and follow them. */
@NullMarked
package dcm.discord.board;

import org.jspecify.annotations.NullMarked;
