/** State of the local Discord, kept in one append-only file. */
@NullMarked
package dcm.sandbox.store;

import org.jspecify.annotations.NullMarked;
