/**
 * Pekko journal and snapshot store on PostgreSQL, with one schema per guild. It handles bytes,
 * sequence numbers and persistence ids, and does not depend on the domain. A {@link
 * dcm.journal.InlineProjection} writes read models in the same transaction.
 */
@NullMarked
package dcm.journal;

import org.jspecify.annotations.NullMarked;
