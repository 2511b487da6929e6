/**
 * Import and export of a guild's tasks. Reading a file is pure ({@code format}); what it yields is
 * stored in the guild's schema and applied task by task with commands to the guild (docs/adr/0046).
 */
@NullMarked
package dcm.transfer;

import org.jspecify.annotations.NullMarked;
