/** What a guild can be asked, and the results. */
@NullMarked
package dcm.guild.query;

import org.jspecify.annotations.NullMarked;
