package dcm.http;

import dcm.auth.AccessTokens;
import dcm.auth.AuthSettings;
import dcm.auth.LoginService;
import dcm.auth.SigningKeys;
import dcm.entity.Guilds;
import dcm.redis.RateLimiter;
import dcm.redis.SocketTicketStore;
import dcm.view.ReadModels;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that a request may lead to.
 *
 * @param interactions null when Discord sends them by the gateway
 */
public record HttpDependencies(
    Guilds guilds,
    ReadModels view,
    RateLimiter limits,
    SocketTicketStore tickets,
    AccessTokens tokens,
    LoginService logins,
    SigningKeys keys,
    AuthSettings auth,
    @Nullable InteractionHandler interactions) {}
