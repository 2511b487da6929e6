/**
 * The Discord bot: slash commands, buttons, forms and suggestions arrive by the gateway or HTTP,
 * are sent to their guild as commands and queries, and are answered in the member's language.
 * {@link dcm.discord.Bot} is the entry point. {@code client} speaks Discord's protocols; {@code
 * text} parses and formats what people read and type.
 */
@NullMarked
package dcm.discord;

import org.jspecify.annotations.NullMarked;
