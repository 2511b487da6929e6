/** The control API, with which tests and people operate the local Discord. */
@NullMarked
package dcm.sandbox.control;

import org.jspecify.annotations.NullMarked;
