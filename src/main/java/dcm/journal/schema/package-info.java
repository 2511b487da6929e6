/** The shared schema and one schema per guild: creation, migration, removal. */
@NullMarked
package dcm.journal.schema;

import org.jspecify.annotations.NullMarked;
