package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.entity.GuildUnavailable;
import dcm.entity.OutcomeUnknown;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Refusal;
import dcm.http.Installed.Presence;
import java.time.Duration;
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

class InstalledTest {
  private static final GuildId HERE = new GuildId(1);
  private static final GuildId ABSENT = new GuildId(2);
  private static final GuildId MOVES = new GuildId(3);
  private static final GuildId DEGRADED = new GuildId(4);
  private static final GuildId NEVER = new GuildId(5);
  private static final GuildReply ANSWERED = new GuildReply.Answered(null, 1);
  private static ActorTestKit kit;

  /** How often each was asked. */
  private final Map<GuildId, Integer> asked = new ConcurrentHashMap<>();

  @BeforeAll
  static void open() {
    kit =
        ActorTestKit.create(
            "installed",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void close() {
    kit.shutdownTestKit();
  }

  private CompletionStage<GuildReply> answer(GuildId guild) {
    int time = asked.merge(guild, 1, Integer::sum);
    if (guild.equals(MOVES)) {
      return switch (time) {
        case 1 -> CompletableFuture.completedFuture(new GuildReply.Unavailable());
        case 2 -> CompletableFuture.failedFuture(new OutcomeUnknown("late", null));
        case 3 -> CompletableFuture.failedFuture(new GuildUnavailable("moving", null));
        default -> CompletableFuture.completedFuture(ANSWERED);
      };
    }
    if (guild.equals(NEVER)) {
      return new CompletableFuture<>();
    }
    return CompletableFuture.completedFuture(
        guild.equals(HERE)
            ? ANSWERED
            : guild.equals(DEGRADED)
                ? new GuildReply.Degraded(new UUID(1, 1), 1)
                : new GuildReply.Declined(new Refusal.UnknownGuild()));
  }

  private Map<GuildId, Presence> among(Duration timeout, List<GuildId> guilds) {
    return new Installed(kit.system(), question -> answer(question.guild()), timeout)
        .among(guilds)
        .toCompletableFuture()
        .join();
  }

  @Test
  void a_guild_that_cannot_answer_just_now_is_asked_again_and_never_called_absent() {
    assertThat(among(Duration.ofSeconds(30), List.of(HERE, ABSENT, MOVES, DEGRADED)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                HERE, Presence.INSTALLED,
                ABSENT, Presence.ABSENT,
                MOVES, Presence.INSTALLED,
                DEGRADED, Presence.UNREACHABLE));
    assertThat(asked).containsEntry(HERE, 1).containsEntry(ABSENT, 1).containsEntry(MOVES, 4);
  }

  @Test
  void many_that_never_answer_hold_up_nobody_longer_than_one() {
    var many = LongStream.range(100, 160).mapToObj(GuildId::new).toList();
    var silent =
        new Installed(kit.system(), _ -> new CompletableFuture<>(), Duration.ofMillis(300))
            .among(many)
            .toCompletableFuture()
            .join();
    assertThat(silent)
        .hasSize(60)
        .allSatisfy((_, is) -> assertThat(is).isEqualTo(Presence.UNREACHABLE));
    assertThat(among(Duration.ofMillis(300), List.of(NEVER)))
        .containsEntry(NEVER, Presence.UNREACHABLE);
  }
}
