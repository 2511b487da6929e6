/** Authentication, guild membership, client address, same-origin check, rate limit headers. */
@NullMarked
package dcm.http.security;

import org.jspecify.annotations.NullMarked;
