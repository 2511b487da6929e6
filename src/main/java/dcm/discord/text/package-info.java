/** What people read and write: texts in their language, dates as they type them, safe Markdown. */
@NullMarked
package dcm.discord.text;

import org.jspecify.annotations.NullMarked;
