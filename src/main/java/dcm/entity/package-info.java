/**
 * The guild's desk: one sharded, event-sourced actor per guild that takes requests one at a time,
 * persists what the heart decides and answers once it is written. {@link dcm.entity.Guilds} is the
 * one door to it.
 */
@NullMarked
package dcm.entity;

import org.jspecify.annotations.NullMarked;
