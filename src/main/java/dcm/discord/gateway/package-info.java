/** One actor per shard: claim, IDENTIFY, connection, session. */
@NullMarked
package dcm.discord.gateway;

import org.jspecify.annotations.NullMarked;
