/**
 * Guild entities: one sharded, event-sourced actor per guild that processes one command at a time,
 * persists the decided events and replies once they are written. {@link dcm.entity.Guilds} is the
 * only access to it.
 */
@NullMarked
package dcm.entity;

import org.jspecify.annotations.NullMarked;
