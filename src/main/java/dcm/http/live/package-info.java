/**
 * WebSockets with the events of a guild, in the order of its revisions and without gaps. One router
 * per node receives the events; one actor per socket decides what its viewer may see at the moment
 * of sending.
 */
@NullMarked
package dcm.http.live;

import org.jspecify.annotations.NullMarked;
