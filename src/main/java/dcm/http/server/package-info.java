/** TCP connections, their limits, and answers below the routes: parsing errors, time-outs. */
@NullMarked
package dcm.http.server;

import org.jspecify.annotations.NullMarked;
