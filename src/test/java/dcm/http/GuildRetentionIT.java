package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.CREW;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static dcm.http.HttpTestServer.join;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.GuildClient;
import dcm.guild.command.SettingsCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaAdministration;
import dcm.node.GuildRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guilds whose bot was removed; the time of a run is given to it. */
class GuildRetentionIT {
  private static final Duration PERIOD = Duration.ofDays(30);

  private final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();
  private HttpTestServer server;
  private Instant left;

  @BeforeEach
  void open() {
    server = new HttpTestServer("");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private GuildRetention retention() {
    return new GuildRetention(
        server.view.inactiveGuilds(),
        new GuildClient(server.guilds),
        new SchemaAdministration(Database.get(server.system).settings()),
        (recipient, guild, name, locale, removalAt) -> {
          notices.add(recipient + " " + guild + " " + name + " " + locale);
          return CompletableFuture.failedFuture(new IllegalStateException("no common guild"));
        },
        PERIOD,
        ForkJoinPool.commonPool());
  }

  private void leave(GuildId guild) {
    server.executeAsSystem(guild, new SettingsCommand.Deactivate());
    left = Instant.now();
  }

  private List<GuildId> run(Duration after) {
    return join(retention().run(left.plus(after)));
  }

  private boolean exists(GuildId guild) {
    return new SchemaAdministration(Database.get(server.system).settings())
        .guildIds()
        .contains(guild.value());
  }

  @Test
  void a_guild_is_announced_a_week_before_and_dropped_once() {
    var task =
        server.send(
            "POST", in(ENGLISH, "/tasks"), server.token(ENGLISH, BRAM), "{\"title\":\"theirs\"}");
    leave(DUTCH);
    assertThat(run(Duration.ofDays(22))).isEmpty();
    assertThat(notices).isEmpty();
    assertThat(run(Duration.ofDays(24))).isEmpty();
    assertThat(notices).containsExactly(ANNA + " " + DUTCH + " Studentenhuis en");
    // the announcement came a day late, so the removal does too
    assertThat(run(Duration.ofDays(30).plusHours(1))).isEmpty();
    assertThat(exists(DUTCH)).isTrue();
    assertThat(run(Duration.ofDays(31))).containsExactly(DUTCH);
    assertThat(exists(DUTCH)).isFalse();
    assertThat(run(Duration.ofDays(60))).isEmpty();
    assertThat(notices).hasSize(1);
    assertThat(exists(ENGLISH)).isTrue();
    assertThat(
            server
                .send(
                    "GET",
                    in(ENGLISH, "/tasks/" + task.json().get("id").asText()),
                    server.token(ENGLISH, BRAM),
                    null)
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_guild_that_returns_in_time_is_as_before() {
    var token = server.token(DUTCH, ANNA);
    server.send("POST", in(DUTCH, "/tasks"), token, "{\"title\":\"kept\"}");
    leave(DUTCH);
    run(Duration.ofDays(24));
    server.observe(DUTCH, "Studentenhuis", CREW);
    assertThat(run(Duration.ofDays(31))).isEmpty();
    assertThat(run(Duration.ofDays(365))).isEmpty();
    assertThat(
            server
                .send("GET", in(DUTCH, "/tasks"), token, null)
                .json()
                .at("/tasks/0/title")
                .asText())
        .isEqualTo("kept");
    // and its next absence is a new one
    leave(DUTCH);
    run(Duration.ofDays(24));
    assertThat(notices).hasSize(2);
    assertThat(run(Duration.ofDays(32))).containsExactly(DUTCH);
  }

  @Test
  void several_nodes_announce_and_drop_a_guild_once() {
    leave(DUTCH);
    for (var day : List.of(24, 32)) {
      var runs =
          IntStream.range(0, 4)
              .mapToObj(_ -> CompletableFuture.supplyAsync(() -> run(Duration.ofDays(day))))
              .toList();
      var dropped = runs.stream().flatMap(run -> run.join().stream()).toList();
      assertThat(dropped).hasSize(day == 24 ? 0 : 1);
    }
    assertThat(notices).hasSize(1);
  }

  @Test
  void a_guild_that_returns_while_it_is_dropped_is_kept_or_new() {
    leave(DUTCH);
    run(Duration.ofDays(24));
    var dropping = CompletableFuture.supplyAsync(() -> run(Duration.ofDays(32)));
    var observed = new SettingsCommand.ObserveGuild("Studentenhuis", Map.of(), "en", null);
    await(() -> server.executeAsSystem(DUTCH, observed) instanceof GuildReply.Done);
    dropping.join();
    await(() ->
        server.member(DUTCH, ANNA, "Anna", true).active()
            && server
                    .send(
                        "POST",
                        in(DUTCH, "/tasks"),
                        server.token(DUTCH, ANNA),
                        "{\"title\":\"after\"}")
                    .status()
                == 201);
    assertThat(run(Duration.ofDays(400))).isEmpty();
    assertThat(exists(DUTCH)).isTrue();
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(condition);
  }
}
