/**
 * The HTTP edge: the REST API under {@code /api/v1}, WebSockets in {@code live}, the API
 * documentation and the dashboard's files. Routes are data ({@link dcm.http.pipeline.Endpoint}), so
 * that a test can compare them with {@code openapi.yaml}; every failure becomes a {@link
 * dcm.http.problem.Problem}.
 */
@NullMarked
package dcm.http;

import org.jspecify.annotations.NullMarked;
