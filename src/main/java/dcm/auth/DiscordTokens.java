package dcm.auth;

import java.time.Instant;

/** What Discord gives us to ask it on a user's behalf. */
record DiscordTokens(String access, String refresh, Instant expiresAt) {
  /** Never the tokens: records end up in logs. */
  @Override
  public String toString() {
    return "DiscordTokens[…, until " + expiresAt + "]";
  }
}
