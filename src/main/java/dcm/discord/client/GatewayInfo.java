package dcm.discord.client;

import java.time.Duration;

/**
 * The gateway's address, and the quota of IDENTIFYs after which Discord resets the token.
 *
 * @param url for example {@code wss://gateway.discord.gg}
 * @param recommendedShards the number of shards that Discord recommends
 * @param totalIdentifies the daily quota
 * @param remainingIdentifies what is left of it
 * @param resetAfter the time until the quota is full again
 * @param maxConcurrency how many shards may identify at the same time, each in its own bucket
 */
public record GatewayInfo(
    String url,
    int recommendedShards,
    int totalIdentifies,
    int remainingIdentifies,
    Duration resetAfter,
    int maxConcurrency) {}
