/**
 * The cellar: the Pekko journal and snapshot store over JDBC, one PostgreSQL schema per guild. It
 * knows bytes, sequence numbers and persistence ids, and nothing of what a guild is; whoever wants
 * read tables in the same transaction gives it a {@link dcm.journal.InlineProjection}.
 */
@NullMarked
package dcm.journal;

import org.jspecify.annotations.NullMarked;
