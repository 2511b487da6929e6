package dcm.discord.wire;

/**
 * What it takes to answer one interaction: the first answer within 3 s, edits for 15 minutes.
 *
 * @param id the interaction's snowflake
 * @param token secret; whoever has it may answer
 * @param application the bot's application
 */
public record Ticket(long id, String token, long application) {
  @Override
  public String toString() {
    return "interaction " + id;
  }
}
