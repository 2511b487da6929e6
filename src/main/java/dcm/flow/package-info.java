/**
 * Flow control without knowledge of what flows: how much work of one key runs at a time, and how
 * long to wait before another attempt.
 */
@NullMarked
package dcm.flow;

import org.jspecify.annotations.NullMarked;
