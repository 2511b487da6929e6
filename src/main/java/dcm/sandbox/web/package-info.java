/** The chat page. */
@NullMarked
package dcm.sandbox.web;

import org.jspecify.annotations.NullMarked;
