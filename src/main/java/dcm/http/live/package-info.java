/**
 * WebSockets: whoever may see what happens in a guild sees it as it happens, in the order of the
 * guild's revisions and without a gap. One router a node listens to the guilds; one actor a socket
 * decides what its viewer may see at the moment it is sent.
 */
@NullMarked
package dcm.http.live;

import org.jspecify.annotations.NullMarked;
