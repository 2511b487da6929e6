/** Admission, recovery and ownership of one guild entity. */
@NullMarked
package dcm.entity.recovery;

import org.jspecify.annotations.NullMarked;
