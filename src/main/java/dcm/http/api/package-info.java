/** The routes of the public API, by feature. */
@NullMarked
package dcm.http.api;

import org.jspecify.annotations.NullMarked;
