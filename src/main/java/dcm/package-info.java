/** The front door: reads what the operator said, opens the rooms in order, closes them again. */
@NullMarked
package dcm;

import org.jspecify.annotations.NullMarked;
