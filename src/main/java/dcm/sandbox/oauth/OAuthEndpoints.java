package dcm.sandbox.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.BotApplication;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SandboxPermissions;
import dcm.sandbox.store.SnowflakeGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** Discord's OAuth2: code flow with PKCE S256, form-encoded token requests, revocation. */
public final class OAuthEndpoints {
  private static final Set<String> SCOPES =
      Set.of("identify", "email", "guilds", "guilds.members.read", "bot", "applications.commands");

  private static final int MAX_GUILDS_PER_PAGE = 200;

  private final SandboxContext context;

  public OAuthEndpoints(SandboxContext context) {
    this.context = context;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add("GET", "/oauth2/authorize", Access.OPEN, this::authorize);
    endpoints.add("POST", "/oauth2/token", Access.OPEN, this::token);
    endpoints.add("POST", "/oauth2/token/revoke", Access.OPEN, this::revoke);
    endpoints.add("GET", "/oauth2/@me", Access.BEARER, this::currentAuthorization);
    endpoints.add("GET", "/users/@me", Access.BOT_OR_BEARER, this::currentUser);
    endpoints.add("GET", "/users/@me/guilds", Access.BOT_OR_BEARER, this::guilds);
    endpoints.add("GET", "/users/@me/guilds/{guild_id}/member", Access.BEARER, this::member);
  }

  /**
   * Shows the consent page; {@code sandbox_user} selects the user without it. An invalid client or
   * redirect URI is reported here and never redirected (RFC 6749, section 4.1.2.1).
   */
  private SandboxResponse authorize(ApiCall call) {
    Map<String, String> query = call.query();
    String redirect = query.getOrDefault("redirect_uri", "");
    if (!InitialState.APPLICATION.equals(query.get("client_id"))) {
      return ConsentPage.error(
          "Unknown application", "client_id must be " + InitialState.APPLICATION);
    }
    if (!context.application().isRedirectAllowed(redirect)) {
      return ConsentPage.error(
          "Invalid OAuth2 redirect_uri",
          redirect + " is not registered; registered redirect URIs: " + registeredUris());
    }
    List<String> scopes = scopes(query.getOrDefault("scope", ""));
    if (!"code".equals(query.get("response_type"))) {
      return redirectBack(redirect, query, "error", "unsupported_response_type");
    }
    if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
      return redirectBack(redirect, query, "error", "invalid_scope");
    }
    boolean hasChallenge = query.containsKey("code_challenge");
    if (hasChallenge && !"S256".equals(query.get("code_challenge_method"))) {
      return redirectBack(redirect, query, "error", "invalid_request");
    }
    String user = query.get("sandbox_user");
    if (user == null) {
      return ConsentPage.userSelection(context.guildStore(), scopes, query);
    }
    if (user.isEmpty()) {
      return redirectBack(redirect, query, "error", "access_denied");
    }
    if (context.guildStore().user(user).isEmpty()) {
      return ConsentPage.error("Unknown user", "there is no user " + user + " in this sandbox");
    }
    Grant grant = context.grants().authorize(user, scopes, redirect, query.get("code_challenge"));
    return redirectBack(redirect, query, "code", java.util.Objects.requireNonNull(grant.code()));
  }

  private String registeredUris() {
    List<String> uris = context.application().redirectUris();
    return uris.isEmpty() ? "any address on localhost" : String.join(", ", uris);
  }

  private static List<String> scopes(String text) {
    return List.of(text.strip().split("[ +]+")).stream().filter(s -> !s.isEmpty()).toList();
  }

  private static SandboxResponse redirectBack(
      String uri, Map<String, String> query, String key, String value) {
    String state = query.get("state");
    return SandboxResponse.redirect(
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

  private SandboxResponse token(ApiCall call) {
    if (!isClientAuthenticated(call)) {
      return errorResponse(401, "invalid_client", "invalid client id or secret");
    }
    Map<String, String> form = call.form();
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> exchange(form);
      case "refresh_token" ->
          context
              .grants()
              .byRefresh(form.getOrDefault("refresh_token", ""))
              .map(grant -> tokenResponse(context.grants().renew(grant)))
              .orElseGet(() -> errorResponse(400, "invalid_grant", "Invalid refresh token"));
      default -> errorResponse(400, "unsupported_grant_type", "grant_type is missing or unknown");
    };
  }

  private SandboxResponse exchange(Map<String, String> form) {
    @Nullable Grant grant = context.grants().byCode(form.getOrDefault("code", "")).orElse(null);
    if (grant == null) {
      return errorResponse(400, "invalid_grant", "Invalid \"code\" in request.");
    }
    if (!grant.redirectUri().equals(form.get("redirect_uri"))) {
      return errorResponse(400, "invalid_grant", "Invalid \"redirect_uri\" in request.");
    }
    if (grant.codeChallenge() != null
        && !grant.codeChallenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
      context.grants().remove(grant);
      return errorResponse(400, "invalid_grant", "Invalid \"code_verifier\" in request.");
    }
    return tokenResponse(context.grants().renew(grant));
  }

  /** The S256 challenge of a verifier (RFC 7636, section 4.6). */
  private static String challenge(String verifier) {
    byte[] hash = DigestUtils.sha256(verifier.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static boolean isClientAuthenticated(ApiCall call) {
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
    return InitialState.APPLICATION.equals(id) && BotApplication.CLIENT_SECRET.equals(secret);
  }

  private static SandboxResponse errorResponse(int status, String error, String description) {
    return SandboxResponse.of(
        status, SandboxJson.object().put("error", error).put("error_description", description));
  }

  private static SandboxResponse tokenResponse(Grant grant) {
    return SandboxResponse.ok(
        SandboxJson.object()
            .put("token_type", "Bearer")
            .put("access_token", grant.accessToken())
            .put("expires_in", GrantStore.ACCESS_TOKEN_TTL_SECONDS)
            .put("refresh_token", grant.refreshToken())
            .put("scope", String.join(" ", grant.scopes())));
  }

  private SandboxResponse revoke(ApiCall call) {
    if (!isClientAuthenticated(call)) {
      return errorResponse(401, "invalid_client", "invalid client id or secret");
    }
    String token = call.form().getOrDefault("token", "");
    context
        .grants()
        .byAccess(token)
        .or(() -> context.grants().byRefresh(token))
        .ifPresent(context.grants()::remove);
    return SandboxResponse.ok(SandboxJson.object());
  }

  private static Grant requireBearer(ApiCall call, String scope) {
    Grant grant = java.util.Objects.requireNonNull(call.bearer());
    grant.requireScope(scope);
    return grant;
  }

  private SandboxResponse currentAuthorization(ApiCall call) {
    Grant grant = java.util.Objects.requireNonNull(call.bearer());
    ObjectNode json =
        SandboxJson.object()
            .put(
                "expires",
                DiscordJson.time(java.time.Instant.ofEpochMilli(grant.expiresAtMillis())));
    json.set("scopes", SandboxJson.strings(grant.scopes()));
    json.putObject("application")
        .put("id", InitialState.APPLICATION)
        .put("name", DiscordJson.BOT.name())
        .putNull("icon")
        .put("description", "")
        .put("summary", "")
        .putNull("type")
        .put("hook", true)
        .put("bot_public", true)
        .put("bot_require_code_grant", false)
        .put("verify_key", context.application().publicKey())
        .put("flags", 0);
    if (grant.scopes().contains("identify")) {
      json.set("user", DiscordJson.user(context.guildStore().user(grant.userId()).orElseThrow()));
    }
    return SandboxResponse.ok(json);
  }

  private SandboxResponse currentUser(ApiCall call) {
    if (call.bearer() == null) {
      return SandboxResponse.ok(DiscordJson.botUser());
    }
    Grant grant = requireBearer(call, "identify");
    return SandboxResponse.ok(
        DiscordJson.user(
                context.guildStore().user(grant.userId()).orElseThrow(ApiException::unauthorized))
            .put("mfa_enabled", false)
            .put("locale", locale(grant.userId()))
            .put("premium_type", 0));
  }

  /** The locale of the user's first guild. */
  private String locale(String user) {
    return context
        .guildStore()
        .guilds()
        .filter(g -> context.guildStore().member(g.id(), user).isPresent())
        .map(g -> g.locale())
        .findFirst()
        .orElse("en-US");
  }

  private SandboxResponse guilds(ApiCall call) {
    if (call.bearer() == null) {
      return page(
          call,
          context.guildStore().guilds(),
          g -> guildJson(g, false, SandboxPermissions.EVERYONE));
    }
    String user = requireBearer(call, "guilds").userId();
    return page(
        call,
        context.guildStore().guildsOf(user),
        g ->
            guildJson(
                g,
                g.ownerId().equals(user),
                SandboxPermissions.of(g, context.guildStore().member(g.id(), user).orElseThrow())));
  }

  /** A page in the order of the ids (docs: resources/user, get current user guilds). */
  private static SandboxResponse page(
      ApiCall call, Stream<SandboxGuild> guilds, Function<SandboxGuild, ObjectNode> json) {
    long after = snowflake(call, "after", 0);
    long before = snowflake(call, "before", Long.MAX_VALUE);
    int limit = call.queryInt("limit", MAX_GUILDS_PER_PAGE, 1, MAX_GUILDS_PER_PAGE);
    var matching =
        guilds
            .filter(g -> Long.parseLong(g.id()) > after && Long.parseLong(g.id()) < before)
            .sorted(Comparator.comparingLong(g -> Long.parseLong(g.id())))
            .toList();
    boolean backwards = call.query().containsKey("before") && !call.query().containsKey("after");
    int from = backwards ? Math.max(0, matching.size() - limit) : 0;
    return SandboxResponse.ok(
        SandboxJson.array(matching.stream().skip(from).limit(limit).map(json)));
  }

  /** A snowflake parameter; 0 is allowed and precedes every id. */
  private static long snowflake(ApiCall call, String key, long defaultValue) {
    String text = call.query().get(key);
    if (text == null) {
      return defaultValue;
    }
    if (!text.equals("0") && !SnowflakeGenerator.isValid(text)) {
      throw ApiException.formError(
          key, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.");
    }
    return Long.parseLong(text);
  }

  private static ObjectNode guildJson(SandboxGuild guild, boolean owner, long permissions) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", guild.id())
            .put("name", guild.name())
            .putNull("icon")
            .putNull("banner")
            .put("owner", owner)
            .put("permissions", Long.toString(permissions));
    json.putArray("features");
    return json;
  }

  private SandboxResponse member(ApiCall call) {
    Grant grant = requireBearer(call, "guilds.members.read");
    return SandboxResponse.ok(
        context
            .guildStore()
            .member(call.snowflakeParameter("guild_id"), grant.userId())
            .map(m -> DiscordJson.member(m, context.guildStore().user(m.userId()).orElseThrow()))
            .orElseThrow(() -> ApiException.unknown(10004, "Guild")));
  }
}
