/**
 * Somebody knocks by HTTP: the REST routes of {@code /api/v1}, the WebSocket in {@code live}, the
 * documentation and the dashboard's files. Routes are data ({@link dcm.http.pipeline.Endpoint}), so
 * that a test can hold them against {@code openapi.yaml}; whatever goes wrong becomes one {@link
 * dcm.http.problem.Problem}.
 */
@NullMarked
package dcm.http;

import org.jspecify.annotations.NullMarked;
