/** Gateway shards: claim, IDENTIFY, connection and session of each, and the number of shards. */
@NullMarked
package dcm.discord.gateway;

import org.jspecify.annotations.NullMarked;
