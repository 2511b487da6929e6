package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static dcm.auth.LocalDiscord.GUILD;
import static dcm.auth.LocalDiscord.OTHER_GUILD;
import static dcm.auth.LocalDiscord.OWNER;
import static dcm.auth.LocalDiscord.SANNE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.auth.Arrival.Arrived;
import dcm.auth.Arrival.Failed;
import dcm.auth.Place.NotAMember;
import dcm.auth.Place.Present;
import dcm.auth.Renewal.Renewed;
import dcm.auth.Renewal.SignedOut;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import dcm.redis.OpaqueToken;
import dcm.redis.RedisAway;
import dcm.redis.Session;
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

/** The whole way with a real Redis and the local Discord. */
class LoginsIT {
  @TempDir static Path data;
  private static TestRedis redis;
  private static LocalDiscord discord;

  private final HandClock clock = new HandClock(Instant.now());
  private final AuthSettings settings = Fixtures.settings(discord.settings());
  private final Logins logins = new Logins(settings, SECRET, redis.client(), clock);

  @BeforeAll
  static void open() throws Exception {
    redis = TestRedis.start();
    discord = new LocalDiscord(data);
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
  void leave() {
    logins.close();
  }

  @Test
  void discord_is_asked_with_state_and_pkce_for_exactly_what_we_need() {
    var departure = now(logins.begin("/g/900"));
    var query = LocalDiscord.query(departure.discord());
    assertThat(departure.discord().toString())
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
  void who_comes_back_with_the_code_has_a_session() {
    var arrived = login(SANNE);
    assertThat(arrived.returnPath()).isEqualTo("/g/900");
    assertThat(arrived.session().user()).isEqualTo(SANNE);
    assertThat(arrived.session().name()).isEqualTo("Sanne");
    assertThat(now(logins.look(arrived.refresh()))).isEqualTo(arrived.session());
    assertThat(arrived.session().discordTokens())
        .doesNotContain(unlocked(arrived.session()).access());
    assertThat(Duration.between(clock.instant(), arrived.session().ends()))
        .isEqualTo(Duration.ofDays(30));
  }

  @Test
  void a_return_that_this_browser_did_not_begin_is_refused() {
    var departure = now(logins.begin("/"));
    var back = discord.agree(departure.discord(), SANNE);
    var notHere = new Failed(Arrival.Why.NOT_BEGUN_HERE);
    var otherBrowser = OpaqueToken.fresh().secret();
    assertThat(now(logins.finish(back.get("code"), back.get("state"), otherBrowser)))
        .isEqualTo(notHere);
    assertThat(
            now(logins.finish(back.get("code"), back.get("state"), departure.browser().secret())))
        .as("a state is good for one return")
        .isEqualTo(notHere);
    var again = now(logins.begin("/"));
    var code = discord.agree(again.discord(), SANNE).get("code");
    assertThat(now(logins.finish(code, again.browser().secret(), again.browser().secret())))
        .isEqualTo(notHere);
    assertThat(now(logins.finish(code, LocalDiscord.query(again.discord()).get("state"), null)))
        .isEqualTo(notHere);
  }

  @Test
  void a_code_that_discord_does_not_take_is_no_login() {
    var departure = now(logins.begin("/"));
    var back = discord.agree(departure.discord(), SANNE);
    assertThat(now(logins.finish("invented", back.get("state"), departure.browser().secret())))
        .isEqualTo(new Failed(Arrival.Why.CODE_REFUSED));
  }

  @Test
  void a_code_of_another_login_is_refused_by_its_challenge() {
    var stolen = discord.agree(now(logins.begin("/")).discord(), OWNER).get("code");
    var departure = now(logins.begin("/"));
    var state = LocalDiscord.query(departure.discord()).get("state");
    assertThat(now(logins.finish(stolen, state, departure.browser().secret())))
        .isEqualTo(new Failed(Arrival.Why.CODE_REFUSED));
  }

  @Test
  void each_visit_spends_the_cookie_and_gives_the_next() {
    var arrived = login(SANNE);
    var renewed = (Renewed) now(logins.renew(arrived.refresh()));
    assertThat(renewed.session()).isEqualTo(arrived.session());
    assertThat(now(logins.renew(renewed.next()))).isInstanceOf(Renewed.class);
  }

  @Test
  void who_lost_the_answer_gets_the_same_cookie_at_every_node() {
    var arrived = login(SANNE);
    var lost = (Renewed) now(logins.renew(arrived.refresh()));
    try (var other = new Logins(settings, SECRET, redis.client(), clock)) {
      assertThat(now(other.renew(arrived.refresh()))).isEqualTo(lost);
      assertThat(now(other.renew(lost.next()))).isInstanceOf(Renewed.class);
    }
  }

  @Test
  void two_nodes_that_renew_one_cookie_at_once_both_give_one_that_is_good() {
    var arrived = login(SANNE);
    try (var other = new Logins(settings, SECRET, redis.client(), clock)) {
      var one = logins.renew(arrived.refresh());
      var two = other.renew(arrived.refresh());
      assertThat(now(one)).isEqualTo(now(two)).isInstanceOf(Renewed.class);
      assertThat(now(logins.look(((Renewed) now(one)).next()))).isEqualTo(arrived.session());
    }
  }

  @Test
  void without_the_secret_nobody_can_tell_the_next_cookie() {
    var token = OpaqueToken.fresh();
    var next = new RefreshTokenChain(SECRET).successor(token);
    assertThat(next).isEqualTo(new RefreshTokenChain(SECRET).successor(token)).isNotEqualTo(token);
    assertThat(next.secret()).hasSize(43);
    var other = Fixtures.secret("another secret, long enough for a cluster");
    assertThat(new RefreshTokenChain(other).successor(token)).isNotEqualTo(next);
  }

  @Test
  void a_cookie_that_comes_back_after_its_successor_was_used_signs_everybody_out() {
    var arrived = login(SANNE);
    var given = unlocked(arrived.session());
    var second = (Renewed) now(logins.renew(arrived.refresh()));
    var third = (Renewed) now(logins.renew(second.next()));
    assertThat(now(logins.renew(arrived.refresh()))).isEqualTo(new SignedOut(false));
    assertThat(now(logins.renew(third.next()))).isEqualTo(new SignedOut(true));
    untilDiscordTakesNoMore(given);
  }

  @Test
  void leaving_ends_the_session_here_and_at_discord() {
    var arrived = login(SANNE);
    var given = unlocked(arrived.session());
    var claims = claims(arrived.session());
    assertThat(now(logins.isSignedIn(claims))).isTrue();
    now(logins.leave(arrived.refresh()));
    assertThat(now(logins.look(arrived.refresh()))).isNull();
    assertThat(now(logins.renew(arrived.refresh()))).isEqualTo(new SignedOut(true));
    assertThat(now(logins.isSignedIn(claims))).isFalse();
    untilDiscordTakesNoMore(given);
    assertThat(now(logins.leave(arrived.refresh()))).isNull();
  }

  @Test
  void leaving_with_a_spent_cookie_also_leaves() {
    var arrived = login(SANNE);
    var renewed = (Renewed) now(logins.renew(arrived.refresh()));
    now(logins.leave(arrived.refresh()));
    assertThat(now(logins.look(renewed.next()))).isNull();
  }

  @Test
  void the_standing_is_what_discord_says_at_this_moment() {
    var session = login(SANNE).session();
    assertThat(now(logins.memberships().standing(session, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            Present.class,
            place -> {
              assertThat(place.member()).isEqualTo(new MemberId(SANNE));
              assertThat(place.standing().displayName()).isEqualTo("Sanne");
              assertThat(place.standing().roles()).containsExactly(new RoleId(9007));
              assertThat(place.standing().administrator()).isFalse();
            });
    // manage-guild
    discord.roles(SANNE, "[\"9008\"]");
    assertThat(now(logins.memberships().standing(session, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            Present.class,
            place -> {
              assertThat(place.standing().roles()).containsExactly(new RoleId(9008));
              assertThat(place.standing().administrator()).isTrue();
            });
  }

  @Test
  void an_owner_is_an_administrator_and_a_stranger_is_nothing() {
    var owner = login(OWNER).session();
    assertThat(now(logins.memberships().standing(owner, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            Present.class, place -> assertThat(place.standing().administrator()).isTrue());
    var sanne = login(SANNE).session();
    assertThat(now(logins.memberships().standing(sanne, new GuildId(OTHER_GUILD))))
        .isEqualTo(new NotAMember());
    assertThat(now(logins.memberships().standing(sanne, new GuildId(123456789))))
        .isEqualTo(new NotAMember());
  }

  @Test
  void the_list_of_guilds_is_asked_for_once_and_remembered() {
    var session = login(SANNE).session();
    var before = discord.calls("/users/@me/guilds");
    var guilds = now(logins.memberships().guilds(session));
    assertThat(guilds).extracting(DiscordGuild::id).containsExactly(new GuildId(GUILD));
    assertThat(now(logins.memberships().guilds(session))).isEqualTo(guilds);
    assertThat(discord.calls("/users/@me/guilds") - before).isEqualTo(1);
  }

  @Test
  void a_long_wait_is_told_to_whoever_asked() {
    var session = login(SANNE).session();
    discord.fault("{\"kind\":\"rate-limit\",\"route\":\"/member\",\"seconds\":30}");
    assertThatThrownBy(() -> now(logins.memberships().standing(session, new GuildId(GUILD))))
        .isInstanceOfSatisfying(
            DiscordAway.class,
            away ->
                assertThat(away.retryAfter())
                    .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31)));
  }

  @Test
  void a_wait_that_is_over_soon_is_waited_for() {
    var session = login(SANNE).session();
    discord.fault("{\"kind\":\"rate-limit\",\"route\":\"/member\",\"seconds\":1}");
    assertThat(now(logins.memberships().standing(session, new GuildId(GUILD))))
        .isInstanceOf(Present.class);
  }

  @Test
  void while_discords_global_limit_is_on_nothing_is_sent() {
    var session = login(SANNE).session();
    discord.fault("{\"kind\":\"rate-limit\",\"route\":\"global\",\"seconds\":20}");
    assertThatThrownBy(() -> now(logins.memberships().standing(session, new GuildId(GUILD))))
        .isInstanceOf(DiscordAway.class);
    var before = discord.calls("/users/@me/guilds/" + GUILD + "/member");
    assertThatThrownBy(() -> now(logins.memberships().standing(session, new GuildId(GUILD))))
        .isInstanceOf(DiscordAway.class);
    assertThat(discord.calls("/users/@me/guilds/" + GUILD + "/member")).isEqualTo(before);
  }

  @Test
  void a_discord_that_fails_or_hangs_is_away_and_signs_nobody_out() {
    var arrived = login(SANNE);
    var impatient =
        Fixtures.settings(
            discord.settings().replace("discord-timeout = 8s", "discord-timeout = 1s"));
    try (var node = new Logins(impatient, SECRET, redis.client(), clock)) {
      for (var fault :
          new String[] {
            "{\"kind\":\"server-error\",\"status\":503,\"route\":\"/member\"}",
            "{\"kind\":\"answer-then-drop\",\"times\":9,\"route\":\"/member\"}",
            "{\"kind\":\"latency\",\"ms\":3000,\"times\":1,\"route\":\"/member\"}"
          }) {
        discord.fault(fault);
        assertThatThrownBy(
                () -> now(node.memberships().standing(arrived.session(), new GuildId(GUILD))))
            .as(fault)
            .isInstanceOf(DiscordAway.class);
        discord.noFaults();
      }
    }
    assertThat(now(logins.look(arrived.refresh()))).isNotNull();
    assertThat(now(logins.memberships().standing(arrived.session(), new GuildId(GUILD))))
        .isInstanceOf(Present.class);
  }

  @Test
  void discords_tokens_are_renewed_before_they_end() {
    var arrived = login(SANNE);
    var old = unlocked(arrived.session());
    clock.forward(Duration.ofDays(7));
    assertThat(now(logins.memberships().standing(arrived.session(), new GuildId(GUILD))))
        .isInstanceOf(Present.class);
    var kept = unlocked(Objects.requireNonNull(now(logins.look(arrived.refresh()))));
    assertThat(kept.access()).isNotEqualTo(old.access());
    assertThat(kept.expiresAt()).isAfter(clock.instant().plus(Duration.ofDays(6)));
  }

  @Test
  void two_nodes_that_renew_at_the_same_time_both_go_on() {
    var session = login(SANNE).session();
    clock.forward(Duration.ofDays(7));
    try (var other = new Logins(settings, SECRET, redis.client(), clock)) {
      var one = logins.memberships().standing(session, new GuildId(GUILD));
      var two = other.memberships().standing(session, new GuildId(GUILD));
      assertThat(now(one)).isInstanceOf(Present.class);
      assertThat(now(two)).isInstanceOf(Present.class);
    }
  }

  @Test
  void when_the_user_takes_their_leave_at_discord_the_session_ends() {
    var arrived = login(SANNE);
    try (var oauth = new DiscordOAuth(settings, clock)) {
      now(oauth.revoke(unlocked(arrived.session())));
    }
    assertThat(now(logins.memberships().standing(arrived.session(), new GuildId(GUILD))))
        .isEqualTo(new Place.SignedOut());
    assertThat(now(logins.look(arrived.refresh()))).isNull();
    var again = login(SANNE);
    try (var oauth = new DiscordOAuth(settings, clock)) {
      now(oauth.revoke(unlocked(again.session())));
    }
    clock.forward(Duration.ofDays(7));
    assertThat(now(logins.memberships().guilds(again.session()))).isNull();
    assertThat(now(logins.look(again.refresh()))).isNull();
  }

  @Test
  void a_session_locked_with_a_lost_secret_ends() {
    var arrived = login(SANNE);
    var other = Fixtures.secret("another secret, long enough for a cluster");
    try (var node = new Logins(settings, other, redis.client(), clock)) {
      assertThat(now(node.memberships().guilds(arrived.session()))).isNull();
      assertThat(now(node.look(arrived.refresh()))).isNull();
    }
  }

  @Test
  void without_redis_nobody_logs_in_but_tokens_go_on() throws Exception {
    var arrived = login(SANNE);
    var claims = claims(arrived.session());
    redis.kill();
    assertThatThrownBy(() -> now(logins.begin("/"))).isInstanceOf(RedisAway.class);
    assertThatThrownBy(() -> now(logins.renew(arrived.refresh()))).isInstanceOf(RedisAway.class);
    assertThat(now(logins.isSignedIn(claims))).isTrue();
    redis.startAgain();
    redis.flush();
    assertThat(now(logins.renew(arrived.refresh()))).isEqualTo(new SignedOut(true));
    assertThat(now(logins.look(login(SANNE).refresh()))).isNotNull();
  }

  @Test
  void the_wrong_client_secret_is_no_login_either() {
    var wrong = Fixtures.settings(discord.settings().replace(discord.clientSecret(), "wrong"));
    try (var node = new Logins(wrong, SECRET, redis.client(), clock)) {
      var departure = now(node.begin("/"));
      var back = discord.agree(departure.discord(), SANNE);
      assertThat(
              now(node.finish(back.get("code"), back.get("state"), departure.browser().secret())))
          .isEqualTo(new Failed(Arrival.Why.CODE_REFUSED));
    }
  }

  private Arrived login(long user) {
    var departure = now(logins.begin("/g/900"));
    var back = discord.agree(departure.discord(), user);
    return (Arrived)
        now(logins.finish(back.get("code"), back.get("state"), departure.browser().secret()));
  }

  private static DiscordTokens unlocked(Session session) {
    var vault = new Vault(SECRET, "discord tokens");
    var json = vault.unlock(Base64.getDecoder().decode(session.discordTokens()), session.id());
    var tokens = Objects.requireNonNull(StrictJson.object(Objects.requireNonNull(json)));
    return new DiscordTokens(
        tokens.path("access").textValue(),
        tokens.path("refresh").textValue(),
        Instant.parse(tokens.path("until").textValue()));
  }

  private void untilDiscordTakesNoMore(DiscordTokens given) {
    try (var oauth = new DiscordOAuth(settings, clock)) {
      Awaitility.await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> now(oauth.me(given))).isInstanceOf(DiscordRefused.class));
    }
  }

  private AccessClaims claims(Session session) {
    return new AccessClaims(
        new GuildId(GUILD),
        new MemberId(session.user()),
        Set.of(),
        false,
        0,
        session.id(),
        "id",
        clock.instant(),
        clock.instant().plusSeconds(600));
  }
}
