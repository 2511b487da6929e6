package dcm.redis;

/**
 * A session of Discord's gateway, as another process may take it up again.
 *
 * @param shards into how many shards the bot was divided when it began
 * @param sequence the last event that arrived
 * @param resumeUrl where Discord wants it resumed
 * @param members whether it was begun with the members intent
 * @param application the bot's application, a snowflake
 * @param user the bot's own user, a snowflake
 */
public record GatewaySession(
    String id,
    int shards,
    int sequence,
    String resumeUrl,
    boolean members,
    long application,
    long user) {}
