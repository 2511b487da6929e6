/**
 * The ledger of work: who was given and did how much, and how much of it was theirs to do. It is
 * kept by the events and decides nothing itself.
 */
@NullMarked
package dcm.guild.workload;

import org.jspecify.annotations.NullMarked;
