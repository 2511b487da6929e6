/**
 * Discord as it is on the wire: REST calls, the gateway connection, and what they carry, in records
 * of our own. The only package that knows the library underneath.
 */
@NullMarked
package dcm.discord.client;

import org.jspecify.annotations.NullMarked;
