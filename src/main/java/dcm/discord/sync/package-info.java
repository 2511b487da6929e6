/** Keeps each guild told of the roles, channels and members that Discord reports. */
@NullMarked
package dcm.discord.sync;

import org.jspecify.annotations.NullMarked;
