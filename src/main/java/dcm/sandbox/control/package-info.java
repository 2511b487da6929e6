/** The control API, by which tests, tools and the chat page operate the local Discord. */
@NullMarked
package dcm.sandbox.control;

import org.jspecify.annotations.NullMarked;
