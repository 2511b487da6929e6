package dcm.auth;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import dcm.guild.value.RoleId;
import dcm.redis.OpaqueToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Client of Discord's OAuth 2 (authorization code with PKCE, S256) and of the three endpoints about
 * a user. Requests are form-encoded, as Discord requires. Every stage may fail with {@link
 * OAuthUnavailableException} or {@link OAuthRejectedException}.
 *
 * @see <a href="https://discord.com/developers/docs/topics/oauth2">OAuth2 at Discord</a>
 */
public final class DiscordOAuth implements AutoCloseable {
  private static final String SCOPES = "identify guilds guilds.members.read";

  /** Discord's own default, which is also its maximum (docs: resources/user). */
  private static final int GUILDS_PAGE_SIZE = 200;

  /**
   * The maximum number of guilds that are read. A user of Discord can be in 200 guilds; the limit
   * guards against an endless list.
   */
  private static final int MAX_GUILDS = 10 * GUILDS_PAGE_SIZE;

  private final AuthSettings settings;
  private final DiscordHttpClient client;
  private final Clock clock;

  DiscordOAuth(AuthSettings settings, Clock clock) {
    this.settings = settings;
    this.client =
        new DiscordHttpClient(settings.discordTimeout(), UserAgent.of(settings.publicUrl()));
    this.clock = clock;
  }

  /**
   * The URL to which the browser is redirected. The code challenge (RFC 7636) is the verifier's
   * SHA-256.
   */
  URI authorizeUrl(OpaqueToken state, OpaqueToken verifier) {
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("scope", SCOPES);
    query.put("redirect_uri", settings.redirectUri().toString());
    query.put("state", state.secret());
    query.put("code_challenge", verifier.hash());
    query.put("code_challenge_method", "S256");
    // users who consented before are not asked again
    query.put("prompt", "none");
    return URI.create(settings.discordUrl() + "/oauth2/authorize?" + formEncode(query));
  }

  CompletionStage<Tokens> exchange(String code, String verifier) {
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

  CompletionStage<Tokens> refresh(Tokens expiring) {
    return tokens(Map.of("grant_type", "refresh_token", "refresh_token", expiring.refresh()));
  }

  /** Revokes the refresh token at Discord, and with it the access token. */
  CompletionStage<Void> revoke(Tokens tokens) {
    return client
        .send(post("/oauth2/token/revoke", Map.of("token", tokens.refresh())))
        .thenApply(_ -> null);
  }

  CompletionStage<User> currentUser(Tokens tokens) {
    return get("/users/@me", tokens, DiscordOAuth::user);
  }

  /** All guilds of the user, read page by page. */
  CompletionStage<List<OAuthGuild>> guilds(Tokens tokens) {
    return guilds(tokens, List.of());
  }

  private CompletionStage<List<OAuthGuild>> guilds(Tokens tokens, List<OAuthGuild> previousPages) {
    var query = previousPages.isEmpty() ? "" : "?after=" + previousPages.getLast().id();
    return get("/users/@me/guilds" + query, tokens, DiscordOAuth::guilds)
        .thenCompose(page -> {
          var all = new ArrayList<>(previousPages);
          all.addAll(page);
          return page.size() < GUILDS_PAGE_SIZE || all.size() >= MAX_GUILDS
              ? CompletableFuture.completedFuture(List.copyOf(all))
              : guilds(tokens, all);
        });
  }

  /** The user as a member of the guild; rejected with 404 when the user is not a member. */
  CompletionStage<OAuthMember> member(Tokens tokens, GuildId guild) {
    return get("/users/@me/guilds/" + guild + "/member", tokens, DiscordOAuth::member);
  }

  private CompletionStage<Tokens> tokens(Map<String, String> grant) {
    return client.send(post("/oauth2/token", grant)).thenApply(json -> read(json, this::tokens));
  }

  private Tokens tokens(JsonNode json) {
    return new Tokens(
        text(json, "access_token"),
        text(json, "refresh_token"),
        clock.instant().plus(Duration.ofSeconds(json.required("expires_in").longValue())));
  }

  private static User user(JsonNode json) {
    var name = json.path("global_name").asText("");
    return new User(
        Long.parseLong(text(json, "id")),
        name.isEmpty() || json.path("global_name").isNull() ? text(json, "username") : name,
        optional(json, "locale"));
  }

  private static List<OAuthGuild> guilds(JsonNode json) {
    var guilds = new ArrayList<OAuthGuild>();
    for (var guild : list(json)) {
      guilds.add(
          new OAuthGuild(
              GuildId.of(text(guild, "id")),
              text(guild, "name"),
              optional(guild, "icon"),
              guild.path("owner").asBoolean(),
              // no permission has a bit beyond the 63rd yet
              Long.parseUnsignedLong(text(guild, "permissions"))));
    }
    return List.copyOf(guilds);
  }

  private static OAuthMember member(JsonNode json) {
    var roles = new HashSet<RoleId>();
    for (var role : list(json.required("roles"))) {
      roles.add(RoleId.of(role.asText()));
    }
    return new OAuthMember(optional(json, "nick"), roles);
  }

  private <T> CompletionStage<T> get(String path, Tokens tokens, Function<JsonNode, T> reader) {
    var request =
        client
            .requestTo(api(path))
            .header("Authorization", "Bearer " + tokens.access())
            .GET()
            .build();
    return client.send(request).thenApply(json -> read(json, reader));
  }

  private HttpRequest post(String path, Map<String, String> fields) {
    var all = new LinkedHashMap<>(fields);
    all.put("client_id", settings.clientId());
    all.put("client_secret", settings.clientSecret());
    return client
        .requestTo(api(path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(formEncode(all)))
        .build();
  }

  private URI api(String path) {
    return URI.create(settings.discordUrl() + "/api/v10" + path);
  }

  /** Treats a missing field, or one of another type, as an invalid response of Discord. */
  private static <T> T read(@Nullable JsonNode json, Function<JsonNode, T> reader) {
    if (json == null) {
      throw DiscordHttpClient.invalidResponse(204);
    }
    try {
      return reader.apply(json);
    } catch (IllegalArgumentException missing) {
      throw new OAuthUnavailableException(missing);
    }
  }

  private static String text(JsonNode json, String field) {
    var value = json.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is not a string");
    }
    return value.textValue();
  }

  /** Requires an array: a missing list is not an empty list. */
  private static JsonNode list(JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("an array is missing");
    }
    return json;
  }

  private static @Nullable String optional(JsonNode json, String field) {
    var value = json.path(field);
    return value.isTextual() ? value.textValue() : null;
  }

  private static String formEncode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
        .collect(joining("&"));
  }

  @Override
  public void close() {
    client.close();
  }

  /** The tokens for requests on a user's behalf. */
  record Tokens(String access, String refresh, Instant expiresAt) {
    /** Omits the tokens, because records are logged. */
    @Override
    public String toString() {
      return "DiscordTokens[…, until " + expiresAt + "]";
    }
  }

  /**
   * A guild as Discord lists it for one of its members.
   *
   * @param icon hash of the icon
   * @param permissions the member's permission bits in the guild as a whole
   */
  public record OAuthGuild(
      GuildId id, String name, @Nullable String icon, boolean owner, long permissions) {
    private static final long ADMINISTRATOR = 1L << 3;
    private static final long MANAGE_GUILD = 1L << 5;

    /** Owner, administrator or manage-guild. */
    @JsonIgnore
    public boolean administrator() {
      return owner || (permissions & (ADMINISTRATOR | MANAGE_GUILD)) != 0;
    }
  }

  /**
   * A user as a member of one guild.
   *
   * @param nick the name in this guild; null: none
   */
  record OAuthMember(@Nullable String nick, Set<RoleId> roles) {
    OAuthMember {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * @param name the display name, or the user name where there is none
   * @param locale BCP 47; null: not reported
   */
  record User(long id, String name, @Nullable String locale) {}
}
