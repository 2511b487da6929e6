package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.auth.LoginService.LoginResult.LoggedIn;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.RoleId;
import dcm.redis.BrowserSessionStore;
import dcm.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of Discord, valid and invalid. */
class DiscordResponsesIT {
  private static final GuildId GUILD = new GuildId(1);
  private static TestRedis redis;

  private final ScriptedDiscord discord = open();
  private final MutableClock clock = new MutableClock(Instant.now());
  private final LoginService logins =
      new LoginService(
          Fixtures.settings(
              "discord-url = \"" + discord.url() + "\", discord-timeout = 8s, session-ttl = 1h"),
          SECRET,
          redis.client(),
          clock);

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  @BeforeEach
  void forget() {
    redis.flush();
  }

  @AfterEach
  void close() {
    logins.close();
    discord.close();
  }

  @Test
  void the_nick_is_the_name_in_the_guild() {
    assertThat(now(logins.memberships().lookup(login(), GUILD)))
        .isEqualTo(
            new DiscordMemberships.MembershipLookup.Present(
                new MemberId(5),
                new MembershipEvidence.FromDiscord("San", Set.of(new RoleId(7)), true, null)));
  }

  @Test
  void every_request_has_the_user_agent() {
    now(logins.memberships().lookup(login(), GUILD));
    assertThat(discord.agents)
        .hasSizeGreaterThanOrEqualTo(4)
        .containsOnly(UserAgent.of("https://dcm.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'5','username':'sanne','global_name':null}              | sanne |",
        "{'id':'5','username':'sanne'}                                 | sanne |",
        "{'id':'5','username':'sanne','global_name':''}                | sanne |",
        "{'id':'5','username':'s','global_name':'Sanne','locale':'nl'} | Sanne | nl",
      })
  void the_display_name_is_preferred(String json, String name, String locale) {
    discord.on("/users/@me", 200, json.replace('\'', '"'));
    assertThat(login().name()).isEqualTo(name);
    assertThat(login().locale()).isEqualTo(locale);
  }

  @Test
  void the_code_is_exchanged_as_a_form_with_the_verifier_and_the_exact_redirect() {
    login();
    var form =
        discord.asked.stream()
            .filter(a -> a.startsWith("/oauth2/token "))
            .findFirst()
            .orElseThrow();
    assertThat(form)
        .contains("grant_type=authorization_code", "code=the+code%26")
        .contains("redirect_uri=https%3A%2F%2Fdcm.example%2Fapi%2Fv1%2Fauth%2Fcallback")
        .contains("client_id=1000", "client_secret=client+secret")
        .containsPattern("code_verifier=[A-Za-z0-9_-]{43}(&|$)");
  }

  @Test
  void a_rate_limited_guild_list_falls_back_to_the_cache() {
    var session = login();
    now(logins.memberships().guilds(session));
    discord.on("/users/@me/guilds", 429, "{}", "Retry-After", "40");
    assertThat(now(logins.memberships().lookup(session, GUILD)))
        .isInstanceOf(DiscordMemberships.MembershipLookup.Present.class);
    redis.flush();
    assertThatThrownBy(() -> now(logins.memberships().lookup(session, GUILD)))
        .isInstanceOfSatisfying(
            OAuthUnavailableException.class,
            unavailable -> assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(40)));
  }

  @Test
  void a_guild_missing_from_the_list_means_no_membership() {
    var session = login();
    discord.on("/users/@me/guilds", 200, "[]");
    assertThat(now(logins.memberships().lookup(session, GUILD)))
        .isEqualTo(new DiscordMemberships.MembershipLookup.NotAMember());
  }

  @Test
  void the_second_page_of_guilds_is_read() {
    var session = login();
    discord.on("/users/@me/guilds", 200, page(1, 200));
    discord.on("/users/@me/guilds?after=200", 200, page(201, 203));
    var guilds = now(logins.memberships().guilds(session));
    assertThat(guilds).hasSize(203);
    assertThat(guilds.getLast().id()).isEqualTo(new GuildId(203));
  }

  @Test
  void an_endless_list_is_read_up_to_a_limit() {
    var session = login();
    discord.on("/users/@me/guilds", 200, page(1, 200));
    assertThat(now(logins.memberships().guilds(session))).hasSizeLessThanOrEqualTo(2000);
  }

  private static String page(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id ->
            "{\"id\":\"%d\",\"name\":\"House\",\"owner\":false,\"permissions\":\"8\"}"
                .formatted(id))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        "{\"roles\":null}",
        "{\"roles\":[null]}",
        "{\"roles\":[\"x\"]}",
        "{\"roles\":[\"1\"]} {}",
        "<html>sorry</html>",
      })
  void an_invalid_member_response_means_unavailable(String body) {
    var session = login();
    discord.on("/users/@me/guilds/1/member", 200, body);
    assertThatThrownBy(() -> now(logins.memberships().lookup(session, GUILD)))
        .isInstanceOf(OAuthUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[{}]", "[7]", "[{\"id\":\"x\",\"name\":\"\"}]"})
  void an_invalid_guild_list_means_unavailable(String body) {
    var session = login();
    discord.on("/users/@me/guilds", 200, body);
    assertThatThrownBy(() -> now(logins.memberships().guilds(session)))
        .isInstanceOf(OAuthUnavailableException.class);
    assertThat(redis.keys()).noneMatch(key -> key.startsWith("user:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"a\"}",
        "{\"access_token\":7,\"refresh_token\":\"r\",\"expires_in\":1}",
        "{\"access_token\":\"a\",\"refresh_token\":\"r\"}",
      })
  void an_incomplete_token_response_fails_the_login(String body) {
    discord.on("/oauth2/token", 200, body);
    assertThatThrownBy(this::login).isInstanceOf(OAuthUnavailableException.class);
  }

  @Test
  void an_endless_response_is_cut_off() {
    var session = login();
    discord.on("/users/@me/guilds", 200, "[" + " ".repeat(2_000_000) + "]");
    assertThatThrownBy(() -> now(logins.memberships().guilds(session)))
        .isInstanceOf(OAuthUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"2.5, 2500", "7, 7000", "soon, 1000", "-3, 0", "1e300, 3600000"})
  void retry_after_is_parsed_leniently(String header, long millis) {
    var session = login();
    discord.on("/users/@me/guilds", 429, "{}", "Retry-After", header);
    assertThatThrownBy(() -> now(logins.memberships().guilds(session)))
        .isInstanceOfSatisfying(
            OAuthUnavailableException.class,
            unavailable ->
                assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofMillis(millis)));
  }

  @Test
  void an_unrelated_rejection_does_not_end_the_session() {
    var session = login();
    discord.on("/users/@me/guilds", 403, "{}");
    assertThatThrownBy(() -> now(logins.memberships().guilds(session)))
        .isInstanceOf(OAuthUnavailableException.class);
    assertThat(now(logins.memberships().lookup(session, GUILD)))
        .isEqualTo(new DiscordMemberships.MembershipLookup.NotAMember());
    discord.on("/users/@me/guilds", 302, "", "Location", "https://evil.example");
    assertThatThrownBy(() -> now(logins.memberships().guilds(session)))
        .isInstanceOf(OAuthUnavailableException.class);
  }

  @Test
  void an_unreachable_discord_means_unavailable() {
    var session = login();
    discord.close();
    assertThatThrownBy(() -> now(logins.memberships().guilds(session)))
        .isInstanceOf(OAuthUnavailableException.class);
  }

  @Test
  void a_session_that_ended_during_a_renewal_stays_ended() {
    discord.on(
        "/oauth2/token", 200, "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":1}");
    var session = login();
    redis.flush();
    assertThat(now(logins.memberships().guilds(session))).isNull();
    assertThat(redis.keys()).isEmpty();
  }

  private BrowserSessionStore.Session login() {
    var redirect = now(logins.start("/"));
    var state = OAuthSandbox.query(redirect.authorizeUrl()).get("state");
    return ((LoggedIn) now(logins.complete("the code&", state, redirect.browserToken().secret())))
        .session();
  }

  private static ScriptedDiscord open() {
    try {
      return new ScriptedDiscord();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
