package dcm.redis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which somebody logged in.
 *
 * @param id the claim {@code sid}; public, and of no use without a refresh token
 * @param user the Discord user's id
 * @param name as Discord shows it
 * @param locale the BCP 47 tag that Discord told of the user, if it did
 * @param discordTokens encrypted by whoever put it here
 * @param ends when one must log in again, however busy one was
 */
public record Session(
    String id,
    long user,
    String name,
    @Nullable String locale,
    String discordTokens,
    Instant began,
    Instant ends) {}
