/** The state of one guild: persistent collections that follow events and never decide. */
@NullMarked
package dcm.guild.state;

import org.jspecify.annotations.NullMarked;
