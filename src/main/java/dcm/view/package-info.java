/**
 * Read models: tables that are written in the transaction of their events, and queries on these
 * tables and on the journal: occurrence history, audit log, due guilds. All tables can be rebuilt
 * from the journal.
 */
@NullMarked
package dcm.view;

import org.jspecify.annotations.NullMarked;
