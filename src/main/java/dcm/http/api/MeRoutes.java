package dcm.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auth.AuthSettings;
import dcm.auth.CookieSpec;
import dcm.auth.DiscordOAuth;
import dcm.auth.LoginService;
import dcm.http.json.ApiJson;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import dcm.http.security.Cookies;
import dcm.redis.BrowserSessionStore;
import dcm.redis.OpaqueToken;
import dcm.view.GuildDirectory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The logged-in user and the user's guilds. */
public final class MeRoutes {
  private final LoginService logins;
  private final GuildDirectory guildDirectory;
  private final CookieSpec refreshCookie;

  public MeRoutes(LoginService logins, GuildDirectory guildDirectory, AuthSettings settings) {
    this.logins = logins;
    this.guildDirectory = guildDirectory;
    this.refreshCookie = CookieSpec.refresh(settings);
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/api/v1/me", this::me),
        Endpoint.open("GET", "/api/v1/me/guilds", this::guilds));
  }

  private CompletionStage<HttpResponse> me(ApiRequest request) {
    return session(request).thenApply(session -> Responses.json(write(session)));
  }

  private CompletionStage<HttpResponse> guilds(ApiRequest request) {
    return session(request)
        .thenCompose(logins.memberships()::guilds)
        .thenCompose(guilds -> {
          if (guilds == null) {
            return CompletableFuture.failedFuture(Problems.noSession().asException());
          }
          return guildDirectory
              .findActive(guilds.stream().map(DiscordOAuth.OAuthGuild::id).toList())
              .thenApply(active -> {
                var json = ApiJson.object();
                var list = json.putArray("guilds");
                guilds.forEach(
                    guild -> list.add(write(guild, active.map(ids -> ids.contains(guild.id())))));
                return Responses.json(json);
              });
        });
  }

  private CompletionStage<BrowserSessionStore.Session> session(ApiRequest request) {
    OpaqueToken token =
        Cookies.read(request, refreshCookie).orElseThrow(() -> Problems.noSession().asException());
    return logins
        .session(token)
        .thenApply((BrowserSessionStore.@Nullable Session session) -> {
          if (session == null) {
            throw Problems.noSession().asException();
          }
          return session;
        });
  }

  private static ObjectNode write(BrowserSessionStore.Session session) {
    var json = ApiJson.object();
    json.putObject("user")
        .put("id", Long.toString(session.userId()))
        .put("name", session.name())
        // the session does not store it
        .putNull("avatar");
    return json;
  }

  /**
   * A guild as JSON.
   *
   * @param installed whether the bot is in it; empty while that is unknown
   */
  private static ObjectNode write(DiscordOAuth.OAuthGuild guild, Optional<Boolean> installed) {
    return ApiJson.object()
        .put("id", guild.id().toString())
        .put("name", guild.name())
        .put("icon", guild.icon())
        .put("administrator", guild.administrator())
        .put("installed", installed.orElse(null));
  }
}
