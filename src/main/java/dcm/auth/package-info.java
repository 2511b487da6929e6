/**
 * Authentication: login through Discord (OAuth 2), browser sessions, and access tokens for one
 * guild.
 *
 * <p>A token identifies a member and holds what Discord reported of them when the token was issued.
 * It grants no permissions: the guild authorizes each command on its own state.
 */
@NullMarked
package dcm.auth;

import org.jspecify.annotations.NullMarked;
