package dcm.http;

import dcm.auth.AccessTokens;
import dcm.auth.AuthSettings;
import dcm.auth.Logins;
import dcm.auth.SigningKeys;
import dcm.entity.Guilds;
import dcm.redis.RateLimits;
import dcm.redis.Tickets;
import dcm.view.View;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that a request may lead to.
 *
 * @param interactions null when Discord sends them by the gateway
 */
public record Rooms(
    Guilds guilds,
    View view,
    RateLimits limits,
    Tickets tickets,
    AccessTokens tokens,
    Logins logins,
    SigningKeys keys,
    AuthSettings auth,
    @Nullable Interactions interactions) {}
