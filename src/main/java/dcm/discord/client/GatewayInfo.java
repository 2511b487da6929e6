package dcm.discord.client;

import java.time.Duration;

/**
 * Where the gateway is, and how many more times we may identify before Discord resets the token.
 *
 * @param url for example {@code wss://gateway.discord.gg}
 * @param shards how many Discord recommends
 * @param total IDENTIFYs in a day
 * @param remaining IDENTIFYs left
 * @param resetAfter until {@code remaining} is full again
 * @param concurrency how many shards may identify at the same time, each in a bucket of its own
 */
public record GatewayInfo(
    String url,
    int recommendedShards,
    int totalIdentifies,
    int remainingIdentifies,
    Duration resetAfter,
    int maxConcurrency) {}
