package dcm.discord.client;

import java.time.Instant;

/**
 * What it takes to answer one interaction: the first answer within 3 s, edits for 15 minutes.
 *
 * @param id the interaction's snowflake
 * @param token secret; whoever has it may answer
 * @param application the bot's application
 */
public record InteractionToken(long id, String token, long application) {
  /** 2015-01-01, where Discord's snowflakes begin (docs: reference, snowflakes). */
  private static final long EPOCH_MILLIS = 1_420_070_400_000L;

  /** When Discord made the interaction, by its clock. */
  public Instant createdAt() {
    return Instant.ofEpochMilli((id >>> 22) + EPOCH_MILLIS);
  }

  @Override
  public String toString() {
    return "interaction " + id;
  }
}
