/** Synchronisation of each guild with the roles, channels and members that Discord reports. */
@NullMarked
package dcm.discord.sync;

import org.jspecify.annotations.NullMarked;
