/** The routes of the public API, one class per feature. */
@NullMarked
package dcm.http.api;

import org.jspecify.annotations.NullMarked;
