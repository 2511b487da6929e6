package dcm.redis;

import java.time.Instant;

/**
 * A browser in which somebody logged in.
 *
 * @param id the claim {@code sid}; public, and of no use without a refresh token
 * @param user the Discord user's id
 * @param name as Discord shows it
 * @param discordTokens encrypted by whoever put it here
 * @param ends when one must log in again, however busy one was
 */
public record Session(
    String id, long user, String name, String discordTokens, Instant began, Instant ends) {}
