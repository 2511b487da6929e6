/** The way of one request: routing, body, security, observation, response. */
@NullMarked
package dcm.http.pipeline;

import org.jspecify.annotations.NullMarked;
