/**
 * What happened in a guild. Names and components are stored for ever; {@link
 * dcm.guild.event.RecordedEvent} adds who, when and the command id.
 */
@NullMarked
package dcm.guild.event;

import org.jspecify.annotations.NullMarked;
