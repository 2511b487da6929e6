package dcm.http.api;

import dcm.auth.AuthSettings;
import dcm.auth.CookieSpec;
import dcm.auth.LoginService;
import dcm.auth.SigningKeys;
import dcm.guild.value.GuildId;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import dcm.http.security.Cookies;
import dcm.http.security.SameOriginCheck;
import dcm.redis.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Login through Discord, logout, and the public keys of our access tokens. */
public final class AuthRoutes {
  private final LoginService logins;
  private final SigningKeys keys;
  private final Set<String> allowedOrigins;
  private final CookieSpec refreshCookie;
  private final CookieSpec loginCookie;

  /**
   * Creates the routes.
   *
   * @param allowedOrigins the origins of the dashboard
   */
  public AuthRoutes(
      LoginService logins, SigningKeys keys, AuthSettings settings, Set<String> allowedOrigins) {
    this.logins = logins;
    this.keys = keys;
    this.allowedOrigins = allowedOrigins;
    this.refreshCookie = CookieSpec.refresh(settings);
    this.loginCookie = CookieSpec.login(settings);
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/api/v1/auth/login", this::startLogin, "guild", "return"),
        Endpoint.open(
            "GET",
            "/api/v1/auth/callback",
            this::finishLogin,
            "code",
            "state",
            "error",
            "error_description",
            "error_uri"),
        Endpoint.open("POST", "/api/v1/auth/logout", this::logout),
        Endpoint.open("GET", "/.well-known/jwks.json", _ -> jwks()));
  }

  private CompletionStage<HttpResponse> startLogin(ApiRequest request) {
    var guild = request.query().get("guild", "a guild's id (1 to 19 digits)", GuildId::of);
    var requestedPath = request.query().get("return");
    var path =
        requestedPath != null ? requestedPath : guild == null ? "/" : "/g/" + guild + "/tasks";
    return logins
        .start(path)
        .thenApply(redirect ->
            Responses.redirect(redirect.authorizeUrl().toString())
                .addHeader(Cookies.set(loginCookie, redirect.browserToken())));
  }

  private CompletionStage<HttpResponse> finishLogin(ApiRequest request) {
    var code = request.query().get("code");
    var state = request.query().get("state");
    if (request.query().get("error") != null) {
      return Responses.completed(loginFailed("denied"));
    }
    if (code == null || state == null) {
      throw Problems.badParameter(code == null ? "code" : "state", "is required.").asException();
    }
    var browser = Cookies.read(request, loginCookie).map(OpaqueToken::secret).orElse(null);
    return logins
        .complete(code, state, browser)
        .thenApply(result ->
            switch (result) {
              case LoginService.LoginResult.LoggedIn success ->
                  Responses.redirect(success.returnPath())
                      .addHeader(Cookies.set(refreshCookie, success.refreshToken()))
                      .addHeader(Cookies.clear(loginCookie));
              case LoginService.LoginResult.Failed(LoginService.LoginResult.Reason reason) ->
                  loginFailed(
                      switch (reason) {
                        case STATE_MISMATCH -> "not-begun-here";
                        case CODE_REJECTED -> "code-refused";
                      });
            });
  }

  /** A redirect to the dashboard, which shows the reason and offers another login. */
  private HttpResponse loginFailed(String reason) {
    return Responses.redirect("/?error=" + reason).addHeader(Cookies.clear(loginCookie));
  }

  private CompletionStage<HttpResponse> logout(ApiRequest request) {
    SameOriginCheck.requireSameOrigin(request, allowedOrigins);
    var loggedOut = Responses.noContent().addHeader(Cookies.clear(refreshCookie));
    return Cookies.read(request, refreshCookie)
        .map(token -> logins.logout(token).thenApply(_ -> loggedOut))
        .orElseGet(() -> Responses.completed(loggedOut));
  }

  private CompletionStage<HttpResponse> jwks() {
    return keys.jwks()
        .thenApply(json ->
            HttpResponse.create()
                .withEntity(
                    HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8)))
                .addHeader(Responses.header("Cache-Control", "public, max-age=300")));
  }
}
