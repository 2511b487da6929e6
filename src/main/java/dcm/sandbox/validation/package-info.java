/** Discord's validation of commands, components and messages. */
@NullMarked
package dcm.sandbox.validation;

import org.jspecify.annotations.NullMarked;
