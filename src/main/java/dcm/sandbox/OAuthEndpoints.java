package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** OAuth2 as Discord does it: code flow with PKCE S256, form-encoded token requests, revocation. */
final class OAuthEndpoints {
  private static final Set<String> SCOPES =
      Set.of("identify", "email", "guilds", "guilds.members.read", "bot", "applications.commands");

  private static final int GUILDS_A_PAGE = 200;

  private final Parts parts;

  OAuthEndpoints(Parts parts) {
    this.parts = parts;
  }

  void register(Endpoints on) {
    on.on("GET", "/oauth2/authorize", Door.OPEN, this::authorize);
    on.on("POST", "/oauth2/token", Door.OPEN, this::token);
    on.on("POST", "/oauth2/token/revoke", Door.OPEN, this::revoke);
    on.on("GET", "/oauth2/@me", Door.BEARER, this::whoAmI);
    on.on("GET", "/users/@me", Door.BOT_OR_BEARER, this::me);
    on.on("GET", "/users/@me/guilds", Door.BOT_OR_BEARER, this::guilds);
    on.on("GET", "/users/@me/guilds/{guild_id}/member", Door.BEARER, this::member);
  }

  /**
   * Asks who one wants to be; {@code sandbox_user} answers that at once. What is wrong with the
   * client or the redirect is said here and never redirected (RFC 6749, section 4.1.2.1).
   */
  private Answer authorize(Call call) {
    Map<String, String> query = call.query();
    String redirect = query.getOrDefault("redirect_uri", "");
    if (!Seed.APPLICATION.equals(query.get("client_id"))) {
      return ConsentPage.problem("Unknown application", "client_id must be " + Seed.APPLICATION);
    }
    if (!parts.application().mayRedirectTo(redirect)) {
      return ConsentPage.problem(
          "Invalid OAuth2 redirect_uri",
          redirect + " is not registered; registered are: " + registered());
    }
    List<String> scopes = scopes(query.getOrDefault("scope", ""));
    if (!"code".equals(query.get("response_type"))) {
      return back(redirect, query, "error", "unsupported_response_type");
    }
    if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
      return back(redirect, query, "error", "invalid_scope");
    }
    boolean hasChallenge = query.containsKey("code_challenge");
    if (hasChallenge && !"S256".equals(query.get("code_challenge_method"))) {
      return back(redirect, query, "error", "invalid_request");
    }
    String user = query.get("sandbox_user");
    if (user == null) {
      return ConsentPage.choose(parts.world(), scopes, query);
    }
    if (user.isEmpty()) {
      return back(redirect, query, "error", "access_denied");
    }
    if (parts.world().user(user).isEmpty()) {
      return ConsentPage.problem("Unknown user", "there is no user " + user + " in this sandbox");
    }
    Grant grant = parts.grants().authorize(user, scopes, redirect, query.get("code_challenge"));
    return back(redirect, query, "code", java.util.Objects.requireNonNull(grant.code()));
  }

  private String registered() {
    List<String> uris = parts.application().redirectUris();
    return uris.isEmpty() ? "every address on localhost" : String.join(", ", uris);
  }

  private static List<String> scopes(String text) {
    return List.of(text.strip().split("[ +]+")).stream().filter(s -> !s.isEmpty()).toList();
  }

  private static Answer back(String uri, Map<String, String> query, String key, String value) {
    String state = query.get("state");
    return Answer.redirect(
        uri
            + (uri.contains("?") ? "&" : "?")
            + key
            + "="
            + encode(value)
            + (state == null ? "" : "&state=" + encode(state)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer token(Call call) {
    if (!isClient(call)) {
      return refused(401, "invalid_client", "the client's id or secret is wrong");
    }
    Map<String, String> form = call.form();
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> exchange(form);
      case "refresh_token" ->
          parts
              .grants()
              .byRefresh(form.getOrDefault("refresh_token", ""))
              .map(grant -> tokens(parts.grants().renew(grant)))
              .orElseGet(() -> refused(400, "invalid_grant", "Invalid refresh token"));
      default -> refused(400, "unsupported_grant_type", "grant_type is missing or unknown");
    };
  }

  private Answer exchange(Map<String, String> form) {
    @Nullable Grant grant = parts.grants().byCode(form.getOrDefault("code", "")).orElse(null);
    if (grant == null) {
      return refused(400, "invalid_grant", "Invalid \"code\" in request.");
    }
    if (!grant.redirectUri().equals(form.get("redirect_uri"))) {
      return refused(400, "invalid_grant", "Invalid \"redirect_uri\" in request.");
    }
    if (grant.challenge() != null
        && !grant.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
      parts.grants().remove(grant);
      return refused(400, "invalid_grant", "Invalid \"code_verifier\" in request.");
    }
    return tokens(parts.grants().renew(grant));
  }

  /** RFC 7636, section 4.6. */
  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static boolean isClient(Call call) {
    String id = call.form().get("client_id");
    String secret = call.form().get("client_secret");
    String basic = call.headers().getOrDefault("authorization", "");
    if (basic.startsWith("Basic ")) {
      try {
        String[] pair =
            new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8)
                .split(":", 2);
        id = pair[0];
        secret = pair.length == 2 ? pair[1] : "";
      } catch (IllegalArgumentException notBase64) {
        return false;
      }
    }
    return Seed.APPLICATION.equals(id) && Application.CLIENT_SECRET.equals(secret);
  }

  private static Answer refused(int status, String error, String description) {
    return Answer.of(
        status, Json.object().put("error", error).put("error_description", description));
  }

  private static Answer tokens(Grant grant) {
    return Answer.ok(
        Json.object()
            .put("token_type", "Bearer")
            .put("access_token", grant.access())
            .put("expires_in", Grants.ACCESS_SECONDS)
            .put("refresh_token", grant.refresh())
            .put("scope", String.join(" ", grant.scopes())));
  }

  private Answer revoke(Call call) {
    if (!isClient(call)) {
      return refused(401, "invalid_client", "the client's id or secret is wrong");
    }
    String token = call.form().getOrDefault("token", "");
    parts
        .grants()
        .byAccess(token)
        .or(() -> parts.grants().byRefresh(token))
        .ifPresent(parts.grants()::remove);
    return Answer.ok(Json.object());
  }

  private static Grant bearer(Call call, String scope) {
    Grant grant = java.util.Objects.requireNonNull(call.bearer());
    grant.need(scope);
    return grant;
  }

  private Answer whoAmI(Call call) {
    Grant grant = java.util.Objects.requireNonNull(call.bearer());
    ObjectNode shape =
        Json.object().put("expires", Shapes.time(java.time.Instant.ofEpochMilli(grant.expires())));
    shape.set("scopes", Json.strings(grant.scopes()));
    shape
        .putObject("application")
        .put("id", Seed.APPLICATION)
        .put("name", Shapes.BOT.name())
        .putNull("icon")
        .put("description", "")
        .put("summary", "")
        .putNull("type")
        .put("hook", true)
        .put("bot_public", true)
        .put("bot_require_code_grant", false)
        .put("verify_key", parts.application().publicKey())
        .put("flags", 0);
    if (grant.scopes().contains("identify")) {
      shape.set("user", Shapes.user(parts.world().user(grant.userId()).orElseThrow()));
    }
    return Answer.ok(shape);
  }

  private Answer me(Call call) {
    if (call.bearer() == null) {
      return Answer.ok(Shapes.me());
    }
    Grant grant = bearer(call, "identify");
    return Answer.ok(
        Shapes.user(parts.world().user(grant.userId()).orElseThrow(ApiError::unauthorized))
            .put("mfa_enabled", false)
            .put("locale", locale(grant.userId()))
            .put("premium_type", 0));
  }

  /** Here everybody speaks the language of their first guild, as they do in its channels. */
  private String locale(String user) {
    return parts
        .world()
        .guilds()
        .filter(g -> parts.world().member(g.id(), user).isPresent())
        .map(g -> g.locale())
        .findFirst()
        .orElse("en-US");
  }

  private Answer guilds(Call call) {
    if (call.bearer() == null) {
      return page(call, parts.world().guilds(), g -> guild(g, false, Permissions.EVERYONE));
    }
    String user = bearer(call, "guilds").userId();
    return page(
        call,
        parts.world().guildsOf(user),
        g ->
            guild(
                g,
                g.ownerId().equals(user),
                Permissions.of(g, parts.world().member(g.id(), user).orElseThrow())));
  }

  /** A page in the order of the ids (docs: resources/user, get current user guilds). */
  private static Answer page(Call call, Stream<Guild> guilds, Function<Guild, ObjectNode> shape) {
    long after = snowflake(call, "after", 0);
    long before = snowflake(call, "before", Long.MAX_VALUE);
    int limit = call.number("limit", GUILDS_A_PAGE, 1, GUILDS_A_PAGE);
    var between =
        guilds
            .filter(g -> Long.parseLong(g.id()) > after && Long.parseLong(g.id()) < before)
            .sorted(Comparator.comparingLong(g -> Long.parseLong(g.id())))
            .toList();
    boolean backwards = call.query().containsKey("before") && !call.query().containsKey("after");
    int from = backwards ? Math.max(0, between.size() - limit) : 0;
    return Answer.ok(Json.array(between.stream().skip(from).limit(limit).map(shape)));
  }

  /** 0 is an id here: before the first. */
  private static long snowflake(Call call, String key, long otherwise) {
    String text = call.query().get(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("0") && !Snowflakes.isOne(text)) {
      throw ApiError.form(key, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.");
    }
    return Long.parseLong(text);
  }

  private static ObjectNode guild(Guild guild, boolean owner, long permissions) {
    ObjectNode shape =
        Json.object()
            .put("id", guild.id())
            .put("name", guild.name())
            .putNull("icon")
            .putNull("banner")
            .put("owner", owner)
            .put("permissions", Long.toString(permissions));
    shape.putArray("features");
    return shape;
  }

  private Answer member(Call call) {
    Grant grant = bearer(call, "guilds.members.read");
    return Answer.ok(
        parts
            .world()
            .member(call.id("guild_id"), grant.userId())
            .map(m -> Shapes.member(m, parts.world().user(m.userId()).orElseThrow()))
            .orElseThrow(() -> ApiError.unknown(10004, "Guild")));
  }
}
