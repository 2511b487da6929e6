/** Inline projections: rows of the read models, written in the same transaction as the events. */
@NullMarked
package dcm.view.projection;

import org.jspecify.annotations.NullMarked;
