/** The replies of a guild: outcomes, results and refusals. */
@NullMarked
package dcm.guild.reply;

import org.jspecify.annotations.NullMarked;
