package dcm.guild.event;

import java.time.Instant;

/** Events of the ledger of work, which otherwise follows from the occurrences. */
public sealed interface WorkloadEvent extends GuildEvent {
  /**
   * The past was partly forgotten, as the guild's half-life says.
   *
   * @param until the instant up to which balances have decayed
   * @param remaining millionths of each balance that remain
   */
  record Decayed(Instant until, int remaining) implements WorkloadEvent {}
}
