/** JSON of the public API: readers that report all errors at once, and writers. */
@NullMarked
package dcm.http.json;

import org.jspecify.annotations.NullMarked;
