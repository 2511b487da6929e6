/**
 * Client of Discord: REST calls, gateway connections, and their contents as records. The only
 * package that uses Discord4J.
 */
@NullMarked
package dcm.discord.client;

import org.jspecify.annotations.NullMarked;
