/** Wake-ups of guilds whose planned instant is due, including those without requests. */
@NullMarked
package dcm.entity.wakeup;

import org.jspecify.annotations.NullMarked;
