/** Interactions: building, delivering and answering them. */
@NullMarked
package dcm.sandbox.interaction;

import org.jspecify.annotations.NullMarked;
