/** The queries of a guild and their results. */
@NullMarked
package dcm.guild.query;

import org.jspecify.annotations.NullMarked;
