/** Texts in the user's language, parsers of typed dates and durations, escaping of Markdown. */
@NullMarked
package dcm.discord.text;

import org.jspecify.annotations.NullMarked;
