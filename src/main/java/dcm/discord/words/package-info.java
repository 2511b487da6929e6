/** What people read and write: texts in their language, dates as they type them, safe Markdown. */
@NullMarked
package dcm.discord.words;

import org.jspecify.annotations.NullMarked;
