/**
 * Recurrence: RFC 5545 rules on local days, resolved to the wall clock of a zone one occurrence at
 * a time. Pure functions; every search ends after ten years.
 */
@NullMarked
package dcm.guild.recurrence;

import org.jspecify.annotations.NullMarked;
