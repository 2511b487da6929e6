/** Wakes guilds whose next due moment has come, also when nobody talks to them. */
@NullMarked
package dcm.entity.wakeup;

import org.jspecify.annotations.NullMarked;
