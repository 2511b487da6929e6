package dcm.auth;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.GuildId;
import dcm.guild.RoleId;
import dcm.redis.OpaqueToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Discord's side of logging in: OAuth 2 with a code, PKCE (S256), and the three questions about a
 * user. Form-encoded, as Discord wants it. Every answer may be a {@link DiscordAway} or a {@link
 * DiscordRefused}.
 *
 * @see <a href="https://discord.com/developers/docs/topics/oauth2">OAuth2 at Discord</a>
 */
final class DiscordOAuth implements AutoCloseable {
  private static final String SCOPES = "identify guilds guilds.members.read";

  /** Discord's own default, which is also its maximum (docs: resources/user). */
  private static final int GUILDS_A_PAGE = 200;

  /** Discord lets nobody into more than 200 guilds; what lists more than this is not Discord. */
  private static final int MAX_GUILDS = 10 * GUILDS_A_PAGE;

  private final AuthSettings settings;
  private final DiscordCalls calls;
  private final Clock clock;

  DiscordOAuth(AuthSettings settings, Clock clock) {
    this.settings = settings;
    this.calls = new DiscordCalls(settings.discordTimeout(), UserAgent.of(settings.publicUrl()));
    this.clock = clock;
  }

  /** Where the browser goes; the challenge of RFC 7636 is the verifier's SHA-256. */
  URI authorizeUrl(OpaqueToken state, OpaqueToken verifier) {
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("scope", SCOPES);
    query.put("redirect_uri", settings.redirectUri().toString());
    query.put("state", state.secret());
    query.put("code_challenge", verifier.hash());
    query.put("code_challenge_method", "S256");
    // who allowed it before is not asked again
    query.put("prompt", "none");
    return URI.create(settings.discordUrl() + "/oauth2/authorize?" + form(query));
  }

  CompletionStage<DiscordTokens> exchange(String code, String verifier) {
    return tokens(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            settings.redirectUri().toString(),
            "code_verifier",
            verifier));
  }

  CompletionStage<DiscordTokens> refresh(DiscordTokens old) {
    return tokens(Map.of("grant_type", "refresh_token", "refresh_token", old.refresh()));
  }

  /** Ends them at Discord, the access token with the refresh token. */
  CompletionStage<Void> revoke(DiscordTokens tokens) {
    return calls
        .ask(post("/oauth2/token/revoke", Map.of("token", tokens.refresh())))
        .thenApply(_ -> null);
  }

  CompletionStage<DiscordUser> me(DiscordTokens tokens) {
    return get("/users/@me", tokens, DiscordOAuth::user);
  }

  /** All of them, page by page. */
  CompletionStage<List<DiscordGuild>> guilds(DiscordTokens tokens) {
    return guilds(tokens, List.of());
  }

  private CompletionStage<List<DiscordGuild>> guilds(
      DiscordTokens tokens, List<DiscordGuild> before) {
    var query = before.isEmpty() ? "" : "?after=" + before.getLast().id();
    return get("/users/@me/guilds" + query, tokens, DiscordOAuth::guilds)
        .thenCompose(page -> {
          var all = new ArrayList<>(before);
          all.addAll(page);
          return page.size() < GUILDS_A_PAGE || all.size() >= MAX_GUILDS
              ? CompletableFuture.completedFuture(List.copyOf(all))
              : guilds(tokens, all);
        });
  }

  /** Refused with 404 when the user is no member. */
  CompletionStage<DiscordMember> member(DiscordTokens tokens, GuildId guild) {
    return get("/users/@me/guilds/" + guild + "/member", tokens, DiscordOAuth::member);
  }

  private CompletionStage<DiscordTokens> tokens(Map<String, String> grant) {
    return calls.ask(post("/oauth2/token", grant)).thenApply(json -> read(json, this::tokens));
  }

  private DiscordTokens tokens(JsonNode json) {
    return new DiscordTokens(
        text(json, "access_token"),
        text(json, "refresh_token"),
        clock.instant().plus(Duration.ofSeconds(json.required("expires_in").longValue())));
  }

  private static DiscordUser user(JsonNode json) {
    var name = json.path("global_name").asText("");
    return new DiscordUser(
        Long.parseLong(text(json, "id")),
        name.isEmpty() || json.path("global_name").isNull() ? text(json, "username") : name,
        optional(json, "locale"));
  }

  private static List<DiscordGuild> guilds(JsonNode json) {
    var guilds = new ArrayList<DiscordGuild>();
    for (var guild : list(json)) {
      guilds.add(
          new DiscordGuild(
              GuildId.of(text(guild, "id")),
              text(guild, "name"),
              optional(guild, "icon"),
              guild.path("owner").asBoolean(),
              // bits beyond the 63rd would be permissions that do not exist yet
              Long.parseUnsignedLong(text(guild, "permissions"))));
    }
    return List.copyOf(guilds);
  }

  private static DiscordMember member(JsonNode json) {
    var roles = new HashSet<RoleId>();
    for (var role : list(json.required("roles"))) {
      roles.add(RoleId.of(role.asText()));
    }
    return new DiscordMember(optional(json, "nick"), roles);
  }

  private <T> CompletionStage<T> get(
      String path, DiscordTokens tokens, Function<JsonNode, T> reader) {
    var request =
        calls.to(api(path)).header("Authorization", "Bearer " + tokens.access()).GET().build();
    return calls.ask(request).thenApply(json -> read(json, reader));
  }

  private HttpRequest post(String path, Map<String, String> fields) {
    var all = new LinkedHashMap<>(fields);
    all.put("client_id", settings.clientId());
    all.put("client_secret", settings.clientSecret());
    return calls
        .to(api(path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form(all)))
        .build();
  }

  private URI api(String path) {
    return URI.create(settings.discordUrl() + "/api/v10" + path);
  }

  /** A field that is missing or of another kind is Discord's fault, not ours. */
  private static <T> T read(@Nullable JsonNode json, Function<JsonNode, T> reader) {
    if (json == null) {
      throw DiscordCalls.nonsense(204);
    }
    try {
      return reader.apply(json);
    } catch (IllegalArgumentException missing) {
      throw new DiscordAway(missing);
    }
  }

  private static String text(JsonNode json, String field) {
    var value = json.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is not a text");
    }
    return value.textValue();
  }

  /** Nothing in the place of a list is not an empty list. */
  private static JsonNode list(JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("a list is missing");
    }
    return json;
  }

  private static @Nullable String optional(JsonNode json, String field) {
    var value = json.path(field);
    return value.isTextual() ? value.textValue() : null;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
        .collect(joining("&"));
  }

  @Override
  public void close() {
    calls.close();
  }
}
