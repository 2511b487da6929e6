/** The dashboard and the API documentation as static files. */
@NullMarked
package dcm.http.web;

import org.jspecify.annotations.NullMarked;
