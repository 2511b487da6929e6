package dcm.auth;

import dcm.redis.OpaqueToken;
import java.net.URI;

/**
 * The first half of a login.
 *
 * @param discord where the browser is sent
 * @param browser the value of {@link Cookie#login}
 */
public record Departure(URI discord, OpaqueToken browser) {}
