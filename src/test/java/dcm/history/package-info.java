/**
 * What people saw while nodes died, and whether it could have been seen at one guild that never
 * died: the judge of the tests that kill.
 */
@NullMarked
package dcm.history;

import org.jspecify.annotations.NullMarked;
