package dcm.http;

import dcm.auth.AccessTokens;
import dcm.auth.AuthSettings;
import dcm.auth.Logins;
import dcm.auth.SigningKeys;
import dcm.entity.Guilds;
import dcm.redis.RateLimits;
import dcm.redis.Tickets;
import dcm.view.View;

/** The rooms that a request may lead to. */
public record Rooms(
    Guilds guilds,
    View view,
    RateLimits limits,
    Tickets tickets,
    AccessTokens tokens,
    Logins logins,
    SigningKeys keys,
    AuthSettings auth) {}
