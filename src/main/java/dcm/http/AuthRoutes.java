package dcm.http;

import dcm.auth.Arrival;
import dcm.auth.AuthSettings;
import dcm.auth.Cookie;
import dcm.auth.Logins;
import dcm.auth.SigningKeys;
import dcm.guild.GuildId;
import dcm.redis.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Logging in through Discord, logging out, and the keys that our tokens are signed with. */
final class AuthRoutes {
  private final Logins logins;
  private final SigningKeys keys;
  private final Set<String> ours;
  private final Cookie refresh;
  private final Cookie login;

  /**
   * @param ours the origins whose pages are ours
   */
  AuthRoutes(Logins logins, SigningKeys keys, AuthSettings settings, Set<String> ours) {
    this.logins = logins;
    this.keys = keys;
    this.ours = ours;
    this.refresh = Cookie.refresh(settings);
    this.login = Cookie.login(settings);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/api/v1/auth/login", this::begin, "guild", "return"),
        Endpoint.open(
            "GET",
            "/api/v1/auth/callback",
            this::arrive,
            "code",
            "state",
            "error",
            "error_description",
            "error_uri"),
        Endpoint.open("POST", "/api/v1/auth/logout", this::leave),
        Endpoint.open("GET", "/.well-known/jwks.json", _ -> jwks()));
  }

  private CompletionStage<HttpResponse> begin(Knock knock) {
    var guild = knock.query().get("guild", "a guild's id (1 to 19 digits)", GuildId::of);
    var wish = knock.query().get("return");
    var path = wish != null ? wish : guild == null ? "/" : "/g/" + guild + "/tasks";
    return logins
        .begin(path)
        .thenApply(departure ->
            Replies.found(departure.discord().toString())
                .addHeader(Cookies.set(login, departure.browser())));
  }

  private CompletionStage<HttpResponse> arrive(Knock knock) {
    var code = knock.query().get("code");
    var state = knock.query().get("state");
    if (knock.query().get("error") != null) {
      return Replies.now(failed("denied"));
    }
    if (code == null || state == null) {
      throw Problems.badParameter(code == null ? "code" : "state", "is needed.").asException();
    }
    var browser = Cookies.read(knock, login).map(OpaqueToken::secret).orElse(null);
    return logins
        .finish(code, state, browser)
        .thenApply(arrival ->
            switch (arrival) {
              case Arrival.Arrived arrived ->
                  Replies.found(arrived.returnPath())
                      .addHeader(Cookies.set(refresh, arrived.refresh()))
                      .addHeader(Cookies.clear(login));
              case Arrival.Failed(Arrival.Why why) ->
                  failed(
                      switch (why) {
                        case NOT_BEGUN_HERE -> "not-begun-here";
                        case CODE_REFUSED -> "code-refused";
                      });
            });
  }

  /** Back to the dashboard, which says what happened and offers to begin again. */
  private HttpResponse failed(String why) {
    return Replies.found("/?error=" + why).addHeader(Cookies.clear(login));
  }

  private CompletionStage<HttpResponse> leave(Knock knock) {
    Origins.checkSameSite(knock, ours);
    var gone = Replies.noContent().addHeader(Cookies.clear(refresh));
    return Cookies.read(knock, refresh)
        .map(token -> logins.leave(token).thenApply(_ -> gone))
        .orElseGet(() -> Replies.now(gone));
  }

  private CompletionStage<HttpResponse> jwks() {
    return keys.jwks()
        .thenApply(json ->
            HttpResponse.create()
                .withEntity(
                    HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8)))
                .addHeader(Replies.header("Cache-Control", "public, max-age=300")));
  }
}
