package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.LongRun;
import dcm.discord.interaction.BotTestKit;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.RoleId;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A login with thousands of guilds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyGuildsIT {
  private static final Logger LOG = LoggerFactory.getLogger(ManyGuildsIT.class);
  private static final int GUILDS = LongRun.or(3000, 300);

  /** Discord permits at most 2,500 guilds per shard. */
  private static final int SHARDS = LongRun.or(2, 1);

  private static final Duration TIMEOUT = Duration.ofMinutes(LongRun.or(10, 2));

  private BotTestKit kit;

  @BeforeAll
  void open(@TempDir Path data) {
    kit = new BotTestKit(data);
    kit.closeBot();
    for (int i = 0; i < GUILDS; i++) {
      kit.control(
          "POST",
          "/guilds",
          Map.of(
              "id", guild(i).toString(),
              "name", "Guild " + i,
              "members", List.of(Map.of("id", InitialState.DAAN, "name", "Daan", "owner", true)),
              "roles", List.of(Map.of("id", role(i).toString(), "name", "Cleaner " + i)),
              "channels", List.of(Map.of("id", channel(i), "name", "general"))));
    }
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void all_guilds_are_known_and_commands_are_answered_meanwhile() {
    // the session of another number of shards cannot be resumed: this is a login
    kit.openBot(true, SHARDS + 1);
    long startNanos = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !kit.command(InitialState.SANNE, "nl", "help", Map.of()).has("error"));
    long loggedInNanos = System.nanoTime();
    int answered = 0;
    int late = 0;
    while (!kit.gatewayStatus().isConnected()
        || !known(GUILDS - 1)
        || !kit.gatewayStatus().describe().contains(", 0 of them not synchronized yet")) {
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(TIMEOUT);
      var seen = kit.command(InitialState.SANNE, "nl", "help", Map.of());
      if (seen.has("error")) {
        late++;
      } else {
        answered++;
      }
    }
    LOG.info(
        "{} guilds were known {} s after the bot was opened, {} s after the first command was"
            + " answered; {} commands were answered meanwhile, {} were not; {}",
        GUILDS,
        Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(),
        Duration.ofNanos(System.nanoTime() - loggedInNanos).toSeconds(),
        answered,
        late,
        kit.gatewayStatus().describe());
    for (int i = 0; i < GUILDS; i++) {
      assertThat(known(i)).as("guild %d", i).isTrue();
    }
    assertThat(kit.gatewayStatus().isConnected()).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !kit.command(InitialState.SANNE, "nl", "help", Map.of()).has("error"));
    // a member who uses a command is known long before the guild's members were requested
    var last = GUILDS - 1;
    var mine =
        kit.control(
            "POST",
            "/guilds/" + guild(last) + "/commands",
            Map.of("user", InitialState.DAAN, "command", "permissions show", "locale", "nl"));
    assertThat(mine.has("error")).isFalse();
    assertThat(mine.toString()).doesNotContain("je mist het recht");
  }

  /** As in GUILD_CREATE: the name, the roles and the channel for messages. */
  private boolean known(int i) {
    var guild = guild(i);
    var settings = ask(guild, new GuildQuery.ShowSettings());
    if (!(settings instanceof QueryResult.ShownSettings shown)
        || !shown.guildName().equals("Guild " + i)
        || shown.settings().channel() == null
        || !shown.settings().channel().toString().equals(channel(i))) {
      return false;
    }
    return ask(guild, new GuildQuery.Permissions()) instanceof QueryResult.Permissions permissions
        && ("Cleaner " + i).equals(permissions.roles().get(role(i)));
  }

  private QueryResult ask(GuildId guild, GuildQuery query) {
    var reply =
        BotTestKit.join(
            kit.guilds.answer(
                new QueryEnvelope(guild, Instant.now(), new Caller.SystemCaller(), query)));
    return reply instanceof GuildReply.Answered answered ? answered.answer() : null;
  }

  private static GuildId guild(int i) {
    return new GuildId((1_310_000_000_000L + i) << 22);
  }

  private static RoleId role(int i) {
    return new RoleId(guild(i).value() + 1);
  }

  private static String channel(int i) {
    return Long.toString(guild(i).value() + 2);
  }
}
