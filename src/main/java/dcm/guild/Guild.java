package dcm.guild;

/** A guild's state and rules. Immutable: every event gives the next one. */
public final class Guild {
  private final GuildId id;
  private final long revision;

  private Guild(GuildId id, long revision) {
    this.id = id;
    this.revision = revision;
  }

  /** A guild that nobody told us of yet. */
  public static Guild unknown(GuildId id) {
    return new Guild(id, 0);
  }

  public GuildId id() {
    return id;
  }

  /** How many events led here: the sequence number of the last one. */
  public long revision() {
    return revision;
  }
}
