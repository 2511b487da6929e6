package dcm.discord.client;

import org.jspecify.annotations.Nullable;

/**
 * How a gateway connection ended.
 *
 * @param session what may be resumed; null: only a new IDENTIFY helps
 * @param closeCode Discord's close code, 0 when there was none
 * @param told what is worth a line in the log
 */
public record Disconnect(@Nullable ResumableSession session, int closeCode, String reason) {
  private static final int BAD_TOKEN = 4004;
  private static final int BAD_INTENTS = 4014;

  /** The token is no good: knocking again only makes it worse. */
  public boolean isTokenRejected() {
    return closeCode == BAD_TOKEN;
  }

  /** The members intent is not switched on in Discord's developer portal. */
  public boolean isIntentRejected() {
    return closeCode == BAD_INTENTS;
  }
}
