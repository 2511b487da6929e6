/** Interactions: building, delivery, responses. */
@NullMarked
package dcm.sandbox.interaction;

import org.jspecify.annotations.NullMarked;
