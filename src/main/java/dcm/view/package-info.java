/**
 * The notice-board: tables to read, written in the transaction of the events they follow from, and
 * the questions one can ask of them and of the journal: what became of a task, who did what, which
 * guilds are due. All of it can be written again from the journal.
 */
@NullMarked
package dcm.view;

import org.jspecify.annotations.NullMarked;
