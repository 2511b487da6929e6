/** Errors as RFC 9457 problem details. */
@NullMarked
package dcm.http.problem;

import org.jspecify.annotations.NullMarked;
