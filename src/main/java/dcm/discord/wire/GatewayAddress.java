package dcm.discord.wire;

import java.time.Duration;

/**
 * Where the gateway is, and how many more times we may identify before Discord resets the token.
 *
 * @param url for example {@code wss://gateway.discord.gg}
 * @param remaining IDENTIFYs left
 * @param resetAfter until {@code remaining} is full again
 */
public record GatewayAddress(String url, int remaining, Duration resetAfter) {}
