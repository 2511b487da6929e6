package dcm.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.entity.GuildException;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.GuildId;
import dcm.http.api.InstalledGuilds.Presence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InstalledGuildsTest {
  private static final GuildId INSTALLED = new GuildId(1);
  private static final GuildId ABSENT = new GuildId(2);
  private static final GuildId MOVING = new GuildId(3);
  private static final GuildId DEGRADED = new GuildId(4);
  private static final GuildId UNRESPONSIVE = new GuildId(5);
  private static final GuildReply ANSWERED = new GuildReply.Answered(null, 1);
  private static ActorTestKit kit;

  /** Number of queries per guild. */
  private final Map<GuildId, Integer> requestCount = new ConcurrentHashMap<>();

  @BeforeAll
  static void open() {
    kit =
        ActorTestKit.create(
            "installed-guilds",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void close() {
    kit.shutdownTestKit();
  }

  private CompletionStage<GuildReply> answer(GuildId guild) {
    int time = requestCount.merge(guild, 1, Integer::sum);
    if (guild.equals(MOVING)) {
      return switch (time) {
        case 1 -> CompletableFuture.completedFuture(new GuildReply.Unavailable());
        case 2 ->
            CompletableFuture.failedFuture(
                new GuildException.OutcomeUnknownException("late", null));
        case 3 ->
            CompletableFuture.failedFuture(new GuildException.UnavailableException("moving", null));
        default -> CompletableFuture.completedFuture(ANSWERED);
      };
    }
    if (guild.equals(UNRESPONSIVE)) {
      return new CompletableFuture<>();
    }
    return CompletableFuture.completedFuture(
        guild.equals(INSTALLED)
            ? ANSWERED
            : guild.equals(DEGRADED)
                ? new GuildReply.Degraded(new UUID(1, 1), 1)
                : new GuildReply.Refused(new Refusal.UnknownGuild()));
  }

  private Map<GuildId, Presence> among(Duration timeout, List<GuildId> guilds) {
    return new InstalledGuilds(
            kit.system(), envelope -> answer(envelope.guild()), timeout, InstantSource.system())
        .presences(guilds)
        .toCompletableFuture()
        .join();
  }

  @Test
  void a_guild_that_cannot_answer_just_now_is_asked_again_and_never_called_absent() {
    assertThat(among(Duration.ofSeconds(30), List.of(INSTALLED, ABSENT, MOVING, DEGRADED)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                INSTALLED, Presence.INSTALLED,
                ABSENT, Presence.ABSENT,
                MOVING, Presence.INSTALLED,
                DEGRADED, Presence.UNREACHABLE));
    assertThat(requestCount)
        .containsEntry(INSTALLED, 1)
        .containsEntry(ABSENT, 1)
        .containsEntry(MOVING, 4);
  }

  @Test
  void many_unresponsive_guilds_delay_the_answer_no_longer_than_one() {
    var many = LongStream.range(100, 160).mapToObj(GuildId::new).toList();
    var silent =
        new InstalledGuilds(
                kit.system(),
                _ -> new CompletableFuture<>(),
                Duration.ofMillis(300),
                InstantSource.system())
            .presences(many)
            .toCompletableFuture()
            .join();
    assertThat(silent)
        .hasSize(60)
        .allSatisfy((_, presence) -> assertThat(presence).isEqualTo(Presence.UNREACHABLE));
    assertThat(among(Duration.ofMillis(300), List.of(UNRESPONSIVE)))
        .containsEntry(UNRESPONSIVE, Presence.UNREACHABLE);
  }
}
