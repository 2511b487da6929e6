/** Texts and embeds of messages. */
@NullMarked
package dcm.discord.message;

import org.jspecify.annotations.NullMarked;
