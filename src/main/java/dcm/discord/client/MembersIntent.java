package dcm.discord.client;

/**
 * Whether this node's gateway connections request the members intent, so that Discord sends the
 * members of each guild. It is disabled for the life of the process once Discord rejects it.
 */
public final class MembersIntent {
  private volatile boolean enabled;

  public MembersIntent(boolean enabled) {
    this.enabled = enabled;
  }

  public boolean isEnabled() {
    return enabled;
  }

  /** Discord rejected the intent: it is not enabled in the developer portal. */
  public void disable() {
    enabled = false;
  }
}
