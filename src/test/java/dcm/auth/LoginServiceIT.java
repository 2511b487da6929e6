package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static dcm.auth.OAuthSandbox.GUILD;
import static dcm.auth.OAuthSandbox.OTHER_GUILD;
import static dcm.auth.OAuthSandbox.OWNER;
import static dcm.auth.OAuthSandbox.SANNE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.auth.DiscordMemberships.MembershipLookup.NotAMember;
import dcm.auth.DiscordMemberships.MembershipLookup.Present;
import dcm.auth.LoginService.LoginResult.Failed;
import dcm.auth.LoginService.LoginResult.LoggedIn;
import dcm.auth.LoginService.SessionRenewal.Renewed;
import dcm.auth.LoginService.SessionRenewal.SignedOut;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.redis.BrowserSessionStore;
import dcm.redis.OpaqueToken;
import dcm.redis.RedisUnavailableException;
import dcm.redis.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins with a real Redis and the local Discord. */
class LoginServiceIT {
  @TempDir static Path data;
  private static TestRedis redis;
  private static OAuthSandbox discord;

  private final MutableClock clock = new MutableClock(Instant.now());
  private final AuthSettings settings = Fixtures.settings(discord.settings());
  private final LoginService logins = new LoginService(settings, SECRET, redis.client(), clock);

  @BeforeAll
  static void open() throws Exception {
    redis = TestRedis.start();
    discord = new OAuthSandbox(data);
  }

  @AfterAll
  static void close() throws Exception {
    discord.close();
    redis.close();
  }

  @BeforeEach
  void forgetEverybody() {
    redis.flush();
    discord.noFaults();
    discord.roles(SANNE, "[\"9007\"]");
  }

  @AfterEach
  void closeService() {
    logins.close();
  }

  @Test
  void the_authorize_url_has_state_pkce_and_minimal_scopes() {
    var redirect = now(logins.start("/g/900"));
    var query = OAuthSandbox.query(redirect.authorizeUrl());
    assertThat(redirect.authorizeUrl().toString())
        .startsWith(discord.url() + "/oauth2/authorize?response_type=code&");
    assertThat(query)
        .containsEntry("client_id", discord.clientId())
        .containsEntry("redirect_uri", "http://127.0.0.1:8080/api/v1/auth/callback")
        .containsEntry("scope", "identify guilds guilds.members.read")
        .containsEntry("code_challenge_method", "S256");
    assertThat(query.get("state")).hasSize(43);
    assertThat(query.get("code_challenge")).hasSize(43).isNotEqualTo(query.get("state"));
  }

  @Test
  void a_returned_code_creates_a_session() {
    var loggedIn = login(SANNE);
    assertThat(loggedIn.returnPath()).isEqualTo("/g/900");
    assertThat(loggedIn.session().userId()).isEqualTo(SANNE);
    assertThat(loggedIn.session().name()).isEqualTo("Sanne");
    assertThat(now(logins.session(loggedIn.refreshToken()))).isEqualTo(loggedIn.session());
    assertThat(loggedIn.session().discordTokens())
        .doesNotContain(decrypted(loggedIn.session()).access());
    assertThat(Duration.between(clock.instant(), loggedIn.session().expiresAt()))
        .isEqualTo(Duration.ofDays(30));
  }

  @Test
  void a_login_started_in_another_browser_is_rejected() {
    var redirect = now(logins.start("/"));
    var callback = discord.authorize(redirect.authorizeUrl(), SANNE);
    var stateMismatch = new Failed(LoginService.LoginResult.Reason.STATE_MISMATCH);
    var otherBrowser = OpaqueToken.generate().secret();
    assertThat(now(logins.complete(callback.get("code"), callback.get("state"), otherBrowser)))
        .isEqualTo(stateMismatch);
    assertThat(
            now(
                logins.complete(
                    callback.get("code"), callback.get("state"), redirect.browserToken().secret())))
        .as("a state is valid once")
        .isEqualTo(stateMismatch);
    var again = now(logins.start("/"));
    var code = discord.authorize(again.authorizeUrl(), SANNE).get("code");
    assertThat(
            now(
                logins.complete(
                    code, again.browserToken().secret(), again.browserToken().secret())))
        .isEqualTo(stateMismatch);
    assertThat(
            now(logins.complete(code, OAuthSandbox.query(again.authorizeUrl()).get("state"), null)))
        .isEqualTo(stateMismatch);
  }

  @Test
  void a_code_rejected_by_discord_fails_the_login() {
    var redirect = now(logins.start("/"));
    var callback = discord.authorize(redirect.authorizeUrl(), SANNE);
    assertThat(
            now(
                logins.complete(
                    "invented", callback.get("state"), redirect.browserToken().secret())))
        .isEqualTo(new Failed(LoginService.LoginResult.Reason.CODE_REJECTED));
  }

  @Test
  void a_code_of_another_login_is_rejected_by_its_challenge() {
    var stolen = discord.authorize(now(logins.start("/")).authorizeUrl(), OWNER).get("code");
    var redirect = now(logins.start("/"));
    var state = OAuthSandbox.query(redirect.authorizeUrl()).get("state");
    assertThat(now(logins.complete(stolen, state, redirect.browserToken().secret())))
        .isEqualTo(new Failed(LoginService.LoginResult.Reason.CODE_REJECTED));
  }

  @Test
  void each_renewal_spends_the_cookie_and_returns_the_next() {
    var loggedIn = login(SANNE);
    var renewed = (Renewed) now(logins.renew(loggedIn.refreshToken()));
    assertThat(renewed.session()).isEqualTo(loggedIn.session());
    assertThat(now(logins.renew(renewed.refreshToken()))).isInstanceOf(Renewed.class);
  }

  @Test
  void a_repeated_renewal_returns_the_same_cookie_on_every_node() {
    var loggedIn = login(SANNE);
    var lost = (Renewed) now(logins.renew(loggedIn.refreshToken()));
    try (var other = new LoginService(settings, SECRET, redis.client(), clock)) {
      assertThat(now(other.renew(loggedIn.refreshToken()))).isEqualTo(lost);
      assertThat(now(other.renew(lost.refreshToken()))).isInstanceOf(Renewed.class);
    }
  }

  @Test
  void concurrent_renewals_on_two_nodes_both_return_a_valid_cookie() {
    var loggedIn = login(SANNE);
    try (var other = new LoginService(settings, SECRET, redis.client(), clock)) {
      var one = logins.renew(loggedIn.refreshToken());
      var two = other.renew(loggedIn.refreshToken());
      assertThat(now(one)).isEqualTo(now(two)).isInstanceOf(Renewed.class);
      assertThat(now(logins.session(((Renewed) now(one)).refreshToken())))
          .isEqualTo(loggedIn.session());
    }
  }

  @Test
  void without_the_secret_the_next_cookie_cannot_be_derived() {
    var token = OpaqueToken.generate();
    var next = new RefreshTokenChain(SECRET).successor(token);
    assertThat(next).isEqualTo(new RefreshTokenChain(SECRET).successor(token)).isNotEqualTo(token);
    assertThat(next.secret()).hasSize(43);
    var other = Fixtures.secret("another secret, long enough for a cluster");
    assertThat(new RefreshTokenChain(other).successor(token)).isNotEqualTo(next);
  }

  @Test
  void a_cookie_reused_after_its_successor_was_used_ends_the_session() {
    var loggedIn = login(SANNE);
    var discordTokens = decrypted(loggedIn.session());
    var second = (Renewed) now(logins.renew(loggedIn.refreshToken()));
    var third = (Renewed) now(logins.renew(second.refreshToken()));
    assertThat(now(logins.renew(loggedIn.refreshToken()))).isEqualTo(new SignedOut(false));
    assertThat(now(logins.renew(third.refreshToken()))).isEqualTo(new SignedOut(true));
    awaitRevoked(discordTokens);
  }

  @Test
  void a_logout_ends_the_session_here_and_at_discord() {
    var loggedIn = login(SANNE);
    var discordTokens = decrypted(loggedIn.session());
    var claims = claims(loggedIn.session());
    assertThat(now(logins.isSignedIn(claims.sessionId(), claims.member()))).isTrue();
    now(logins.logout(loggedIn.refreshToken()));
    assertThat(now(logins.session(loggedIn.refreshToken()))).isNull();
    assertThat(now(logins.renew(loggedIn.refreshToken()))).isEqualTo(new SignedOut(true));
    assertThat(now(logins.isSignedIn(claims.sessionId(), claims.member()))).isFalse();
    awaitRevoked(discordTokens);
    assertThat(now(logins.logout(loggedIn.refreshToken()))).isNull();
  }

  @Test
  void a_logout_with_a_spent_cookie_ends_the_session() {
    var loggedIn = login(SANNE);
    var renewed = (Renewed) now(logins.renew(loggedIn.refreshToken()));
    now(logins.logout(loggedIn.refreshToken()));
    assertThat(now(logins.session(renewed.refreshToken()))).isNull();
  }

  @Test
  void the_membership_is_what_discord_reports_now() {
    var session = login(SANNE).session();
    assertThat(now(logins.memberships().lookup(session, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            Present.class,
            present -> {
              assertThat(present.member()).isEqualTo(new MemberId(SANNE));
              assertThat(present.evidence().displayName()).isEqualTo("Sanne");
              assertThat(present.evidence().roles()).containsExactly(new RoleId(9007));
              assertThat(present.evidence().administrator()).isFalse();
            });
    // manage-guild
    discord.roles(SANNE, "[\"9008\"]");
    assertThat(now(logins.memberships().lookup(session, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            Present.class,
            present -> {
              assertThat(present.evidence().roles()).containsExactly(new RoleId(9008));
              assertThat(present.evidence().administrator()).isTrue();
            });
  }

  @Test
  void an_owner_is_an_administrator_and_a_non_member_has_no_membership() {
    var owner = login(OWNER).session();
    assertThat(now(logins.memberships().lookup(owner, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            Present.class, present -> assertThat(present.evidence().administrator()).isTrue());
    var sanne = login(SANNE).session();
    assertThat(now(logins.memberships().lookup(sanne, new GuildId(OTHER_GUILD))))
        .isEqualTo(new NotAMember());
    assertThat(now(logins.memberships().lookup(sanne, new GuildId(123456789))))
        .isEqualTo(new NotAMember());
  }

  @Test
  void the_list_of_guilds_is_requested_once_and_cached() {
    var session = login(SANNE).session();
    var before = discord.calls("/users/@me/guilds");
    var guilds = now(logins.memberships().guilds(session));
    assertThat(guilds).extracting(DiscordOAuth.OAuthGuild::id).containsExactly(new GuildId(GUILD));
    assertThat(now(logins.memberships().guilds(session))).isEqualTo(guilds);
    assertThat(discord.calls("/users/@me/guilds") - before).isEqualTo(1);
  }

  @Test
  void a_long_retry_after_is_passed_to_the_caller() {
    var session = login(SANNE).session();
    discord.fault("{\"kind\":\"rate-limit\",\"route\":\"/member\",\"seconds\":30}");
    assertThatThrownBy(() -> now(logins.memberships().lookup(session, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            OAuthUnavailableException.class,
            unavailable ->
                assertThat(unavailable.retryAfter())
                    .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31)));
  }

  @Test
  void a_short_retry_after_is_waited_for() {
    var session = login(SANNE).session();
    discord.fault("{\"kind\":\"rate-limit\",\"route\":\"/member\",\"seconds\":1}");
    assertThat(now(logins.memberships().lookup(session, new GuildId(GUILD))))
        .isInstanceOf(Present.class);
  }

  @Test
  void during_discords_global_limit_nothing_is_sent() {
    var session = login(SANNE).session();
    discord.fault("{\"kind\":\"rate-limit\",\"route\":\"global\",\"seconds\":20}");
    assertThatThrownBy(() -> now(logins.memberships().lookup(session, new GuildId(GUILD))))
        .isInstanceOf(OAuthUnavailableException.class);
    var before = discord.calls("/users/@me/guilds/" + GUILD + "/member");
    assertThatThrownBy(() -> now(logins.memberships().lookup(session, new GuildId(GUILD))))
        .isInstanceOf(OAuthUnavailableException.class);
    assertThat(discord.calls("/users/@me/guilds/" + GUILD + "/member")).isEqualTo(before);
  }

  @Test
  void a_failing_or_hanging_discord_does_not_end_sessions() {
    var loggedIn = login(SANNE);
    var impatient =
        Fixtures.settings(
            discord.settings().replace("discord-timeout = 8s", "discord-timeout = 1s"));
    try (var node = new LoginService(impatient, SECRET, redis.client(), clock)) {
      for (var fault :
          new String[] {
            "{\"kind\":\"server-error\",\"status\":503,\"route\":\"/member\"}",
            "{\"kind\":\"answer-then-drop\",\"times\":9,\"route\":\"/member\"}",
            "{\"kind\":\"latency\",\"ms\":3000,\"times\":1,\"route\":\"/member\"}"
          }) {
        discord.fault(fault);
        assertThatThrownBy(
                () -> now(node.memberships().lookup(loggedIn.session(), new GuildId(GUILD))))
            .as(fault)
            .isInstanceOf(OAuthUnavailableException.class);
        discord.noFaults();
      }
    }
    assertThat(now(logins.session(loggedIn.refreshToken()))).isNotNull();
    assertThat(now(logins.memberships().lookup(loggedIn.session(), new GuildId(GUILD))))
        .isInstanceOf(Present.class);
  }

  @Test
  void discords_tokens_are_renewed_before_they_expire() {
    var loggedIn = login(SANNE);
    var old = decrypted(loggedIn.session());
    clock.advance(Duration.ofDays(7));
    assertThat(now(logins.memberships().lookup(loggedIn.session(), new GuildId(GUILD))))
        .isInstanceOf(Present.class);
    var renewedTokens =
        decrypted(Objects.requireNonNull(now(logins.session(loggedIn.refreshToken()))));
    assertThat(renewedTokens.access()).isNotEqualTo(old.access());
    assertThat(renewedTokens.expiresAt()).isAfter(clock.instant().plus(Duration.ofDays(6)));
  }

  @Test
  void two_nodes_that_renew_discords_tokens_concurrently_both_continue() {
    var session = login(SANNE).session();
    clock.advance(Duration.ofDays(7));
    try (var other = new LoginService(settings, SECRET, redis.client(), clock)) {
      var one = logins.memberships().lookup(session, new GuildId(GUILD));
      var two = other.memberships().lookup(session, new GuildId(GUILD));
      assertThat(now(one)).isInstanceOf(Present.class);
      assertThat(now(two)).isInstanceOf(Present.class);
    }
  }

  @Test
  void a_revocation_at_discord_ends_the_session() {
    var loggedIn = login(SANNE);
    try (var oauth = new DiscordOAuth(settings, clock)) {
      now(oauth.revoke(decrypted(loggedIn.session())));
    }
    assertThat(now(logins.memberships().lookup(loggedIn.session(), new GuildId(GUILD))))
        .isEqualTo(new DiscordMemberships.MembershipLookup.SignedOut());
    assertThat(now(logins.session(loggedIn.refreshToken()))).isNull();
    var again = login(SANNE);
    try (var oauth = new DiscordOAuth(settings, clock)) {
      now(oauth.revoke(decrypted(again.session())));
    }
    clock.advance(Duration.ofDays(7));
    assertThat(now(logins.memberships().guilds(again.session()))).isNull();
    assertThat(now(logins.session(again.refreshToken()))).isNull();
  }

  @Test
  void a_session_encrypted_with_another_secret_ends() {
    var loggedIn = login(SANNE);
    var other = Fixtures.secret("another secret, long enough for a cluster");
    try (var node = new LoginService(settings, other, redis.client(), clock)) {
      assertThat(now(node.memberships().guilds(loggedIn.session()))).isNull();
      assertThat(now(node.session(loggedIn.refreshToken()))).isNull();
    }
  }

  @Test
  void without_redis_logins_fail_but_access_tokens_remain_valid() throws Exception {
    var loggedIn = login(SANNE);
    var claims = claims(loggedIn.session());
    redis.kill();
    assertThatThrownBy(() -> now(logins.start("/"))).isInstanceOf(RedisUnavailableException.class);
    assertThatThrownBy(() -> now(logins.renew(loggedIn.refreshToken())))
        .isInstanceOf(RedisUnavailableException.class);
    assertThat(now(logins.isSignedIn(claims.sessionId(), claims.member()))).isTrue();
    redis.restart();
    redis.flush();
    assertThat(now(logins.renew(loggedIn.refreshToken()))).isEqualTo(new SignedOut(true));
    assertThat(now(logins.session(login(SANNE).refreshToken()))).isNotNull();
  }

  @Test
  void a_wrong_client_secret_fails_the_login() {
    var wrong = Fixtures.settings(discord.settings().replace(discord.clientSecret(), "wrong"));
    try (var node = new LoginService(wrong, SECRET, redis.client(), clock)) {
      var redirect = now(node.start("/"));
      var callback = discord.authorize(redirect.authorizeUrl(), SANNE);
      assertThat(
              now(
                  node.complete(
                      callback.get("code"),
                      callback.get("state"),
                      redirect.browserToken().secret())))
          .isEqualTo(new Failed(LoginService.LoginResult.Reason.CODE_REJECTED));
    }
  }

  private LoggedIn login(long user) {
    var redirect = now(logins.start("/g/900"));
    var callback = discord.authorize(redirect.authorizeUrl(), user);
    return (LoggedIn)
        now(
            logins.complete(
                callback.get("code"), callback.get("state"), redirect.browserToken().secret()));
  }

  private static DiscordOAuth.Tokens decrypted(BrowserSessionStore.Session session) {
    var cipher = new AesGcmCipher(SECRET, "discord tokens");
    var json = cipher.decrypt(Base64.getDecoder().decode(session.discordTokens()), session.id());
    var tokens = Objects.requireNonNull(StrictJson.object(Objects.requireNonNull(json)));
    return new DiscordOAuth.Tokens(
        tokens.path("access").textValue(),
        tokens.path("refresh").textValue(),
        Instant.parse(tokens.path("expiresAt").textValue()));
  }

  private void awaitRevoked(DiscordOAuth.Tokens discordTokens) {
    try (var oauth = new DiscordOAuth(settings, clock)) {
      Awaitility.await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> now(oauth.currentUser(discordTokens)))
                  .isInstanceOf(OAuthRejectedException.class));
    }
  }

  private AccessTokens.Claims claims(BrowserSessionStore.Session session) {
    return new AccessTokens.Claims(
        new GuildId(GUILD),
        new MemberId(session.userId()),
        Set.of(),
        false,
        0,
        session.id(),
        "id",
        clock.instant(),
        clock.instant().plusSeconds(600));
  }
}
