package dcm.http;

import dcm.auth.AccessTokens;
import dcm.auth.AuthSettings;
import dcm.auth.CalendarTokenSecrets;
import dcm.auth.LoginService;
import dcm.auth.SigningKeys;
import dcm.entity.Guilds;
import dcm.photo.PhotoProcessor;
import dcm.redis.RateLimiter;
import dcm.redis.SocketTicketStore;
import dcm.transfer.TaskExports;
import dcm.transfer.TaskImports;
import dcm.view.AttachmentStore;
import dcm.view.ReadModels;
import org.jspecify.annotations.Nullable;

/**
 * The modules and settings that the routes use.
 *
 * @param interactions null when Discord sends interactions by the gateway
 */
public record HttpDependencies(
    Guilds guilds,
    ReadModels view,
    AttachmentStore attachments,
    PhotoProcessor photos,
    TaskExports exports,
    TaskImports imports,
    RateLimiter limits,
    SocketTicketStore tickets,
    AccessTokens tokens,
    LoginService logins,
    SigningKeys keys,
    AuthSettings auth,
    CalendarTokenSecrets calendarSecrets,
    @Nullable InteractionHandler interactions) {}
