/**
 * Management endpoints on a port of their own: liveness, readiness, metrics, cluster members. All
 * of them are read-only.
 */
@NullMarked
package dcm.http.management;

import org.jspecify.annotations.NullMarked;
