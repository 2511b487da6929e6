/** Channels through which deliveries reach people: direct messages and guild channels. */
@NullMarked
package dcm.discord.delivery;

import org.jspecify.annotations.NullMarked;
