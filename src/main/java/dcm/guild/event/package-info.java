/**
 * The events of a guild. Their names and components are stored for ever; {@link
 * dcm.guild.event.RecordedEvent} adds initiator, time and command id.
 */
@NullMarked
package dcm.guild.event;

import org.jspecify.annotations.NullMarked;
