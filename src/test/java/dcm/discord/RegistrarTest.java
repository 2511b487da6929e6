package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.discord.wire.News;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.Refusal;
import dcm.guild.Request;
import dcm.guild.RoleId;
import dcm.guild.SettingsCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrarTest {
  private static final MemberId BOT = new MemberId(1);
  private static final int MEMBERS = 50;

  private final ActorTestKit kit = ActorTestKit.create();
  private final ShardStatus status = new ShardStatus();

  private record Asked(Request request, CompletableFuture<GuildReply> reply) {}

  private LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  @AfterAll
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void a_guild_with_little_to_hear_does_not_wait_for_guilds_with_much() throws Exception {
    var registrar = registrar();
    LongStream.rangeClosed(1, 8).forEach(guild -> hear(registrar, seen(guild, MEMBERS)));
    var first = answer(8);
    hear(registrar, seen(9, 0));
    hear(registrar, seen(10, 0));
    // each of the eight has 49 members left: the two come after at most one more of each
    assertThat(first).doesNotContain(9L, 10L);
    assertThat(answer(16)).contains(9L, 10L);
  }

  @Test
  void what_a_guild_did_not_hear_is_told_again_and_holds_up_nobody() throws Exception {
    var registrar = registrar();
    hear(registrar, seen(1, 1));
    next().reply().completeExceptionally(new IllegalStateException("down"));
    hear(registrar, seen(2, 0));
    assertThat(next().request().guild()).isEqualTo(new GuildId(2));
    var again = next();
    assertThat(again.request().guild()).isEqualTo(new GuildId(1));
    again.reply().complete(taken());
    var channels = next();
    assertThat(channels.request().command()).isInstanceOf(SettingsCommand.ObserveChannels.class);
    channels.reply().complete(taken());
    assertThat(next().request().command()).isInstanceOf(MemberCommand.Observe.class);
  }

  @Test
  void a_guild_in_use_is_told_before_others_that_wait() throws Exception {
    var registrar = registrar();
    LongStream.rangeClosed(1, 20).forEach(guild -> hear(registrar, seen(guild, 0)));
    registrar.tell(new Registrar.Prefer(new GuildId(20)));
    assertThat(answer(9)).endsWith(20L);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          answerWaiting();
          return status.guilds().equals(new ShardStatus.Guilds(20, 0));
        });
  }

  private ActorRef<Registrar.Message> registrar() {
    // the registrar of another test may still be asking
    var mine = new LinkedBlockingQueue<Asked>();
    asked = mine;
    return kit.spawn(
        Registrar.create(
            request -> {
              var reply = new CompletableFuture<GuildReply>();
              mine.add(new Asked(request, reply));
              return reply;
            },
            Clock.systemUTC(),
            status));
  }

  /** Answers so many requests, one after the other; the guilds that they were for. */
  private List<Long> answer(int requests) throws InterruptedException {
    var guilds = new ArrayList<Long>();
    for (int i = 0; i < requests; i++) {
      var one = next();
      guilds.add(one.request().guild().value());
      one.reply().complete(taken());
    }
    return guilds;
  }

  private void answerWaiting() {
    for (var one = asked.poll(); one != null; one = asked.poll()) {
      one.reply().complete(taken());
    }
  }

  private Asked next() throws InterruptedException {
    var next = asked.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  /** Whether a guild takes it or has a reason not to is the same to whoever tells. */
  private static GuildReply taken() {
    return new GuildReply.Declined(new Refusal.NotAMember());
  }

  private static void hear(ActorRef<Registrar.Message> registrar, News.GuildSeen seen) {
    registrar.tell(new Registrar.Heard(seen.guild(), seen, BOT));
  }

  static News.GuildSeen seen(long guild, int members) {
    return new News.GuildSeen(
        new GuildId(guild),
        new News.Portrait("Guild " + guild, new MemberId(2), "nl", null),
        List.of(new News.Role(new RoleId(guild), "@everyone", 0)),
        List.of(),
        LongStream.range(0, members)
            .mapToObj(i -> new News.Person(new MemberId(100 + i), "Member " + i, Set.of(), false))
            .toList(),
        true);
  }
}
