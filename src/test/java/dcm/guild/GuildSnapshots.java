package dcm.guild;

import dcm.guild.state.GuildState;

/** Snapshots of states that are kept without a {@link Guild}. */
public final class GuildSnapshots {
  private GuildSnapshots() {}

  public static GuildSnapshot of(GuildState state) {
    return GuildSnapshot.of(state);
  }
}
