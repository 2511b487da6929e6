/**
 * Somebody knocks in Discord: slash commands, buttons, forms and suggestions come in by the gateway
 * and leave as requests to their guild; what the guild answers goes back in the member's language.
 * {@link dcm.discord.Bot} opens the room. How Discord is spoken to lives in {@code wire}, the words
 * people read and write in {@code words}.
 */
@NullMarked
package dcm.discord;

import org.jspecify.annotations.NullMarked;
