/** The request pipeline: routing, body, limits, observation, response. */
@NullMarked
package dcm.http.pipeline;

import org.jspecify.annotations.NullMarked;
