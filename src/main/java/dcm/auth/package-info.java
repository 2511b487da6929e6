/**
 * Who is knocking: logging in through Discord, the browser's session, and the access tokens that
 * let it into one guild.
 *
 * <p>A token says who somebody is and what Discord said of them when it was made. It does not say
 * what they may do: the guild decides that on its own state.
 */
@NullMarked
package dcm.auth;

import org.jspecify.annotations.NullMarked;
