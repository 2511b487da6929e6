/** TCP connections, their limits, and errors below the routes: parsing errors and timeouts. */
@NullMarked
package dcm.http.server;

import org.jspecify.annotations.NullMarked;
