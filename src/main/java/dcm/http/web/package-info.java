/** The dashboard, the API documentation and the guides as static files. */
@NullMarked
package dcm.http.web;

import org.jspecify.annotations.NullMarked;
