/** Discord's REST API. */
@NullMarked
package dcm.sandbox.rest;

import org.jspecify.annotations.NullMarked;
