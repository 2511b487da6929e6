package dcm.discord.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.discord.client.GatewayEvent;
import dcm.discord.gateway.ShardStatus;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
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
class GuildSynchronizerTest {
  private static final MemberId BOT = new MemberId(1);
  private static final int MEMBERS = 50;

  private final ActorTestKit kit = ActorTestKit.create();
  private final ShardStatus status = new ShardStatus();

  private record PendingCommand(CommandEnvelope envelope, CompletableFuture<GuildReply> reply) {}

  private LinkedBlockingQueue<PendingCommand> pending = new LinkedBlockingQueue<>();

  @AfterAll
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void a_guild_with_few_observations_does_not_wait_for_guilds_with_many() throws Exception {
    var synchronizer = synchronizer();
    LongStream.rangeClosed(1, 8).forEach(guild -> send(synchronizer, available(guild, MEMBERS)));
    var first = answer(8);
    send(synchronizer, available(9, 0));
    send(synchronizer, available(10, 0));
    // each of the eight has 49 members left: the two follow after at most one more of each
    assertThat(first).doesNotContain(9L, 10L);
    assertThat(answer(16)).contains(9L, 10L);
  }

  @Test
  void what_did_not_reach_a_guild_is_sent_again_and_delays_no_other_guild() throws Exception {
    var synchronizer = synchronizer();
    send(synchronizer, available(1, 1));
    next().reply().completeExceptionally(new IllegalStateException("down"));
    send(synchronizer, available(2, 0));
    assertThat(next().envelope().guild()).isEqualTo(new GuildId(2));
    var retried = next();
    assertThat(retried.envelope().guild()).isEqualTo(new GuildId(1));
    retried.reply().complete(acknowledged());
    var channels = next();
    assertThat(channels.envelope().command()).isInstanceOf(SettingsCommand.ObserveChannels.class);
    channels.reply().complete(acknowledged());
    assertThat(next().envelope().command()).isInstanceOf(MemberCommand.Observe.class);
  }

  @Test
  void a_guild_in_use_is_updated_before_others_that_wait() throws Exception {
    var synchronizer = synchronizer();
    LongStream.rangeClosed(1, 20).forEach(guild -> send(synchronizer, available(guild, 0)));
    synchronizer.tell(new GuildSynchronizer.Prioritize(new GuildId(20)));
    assertThat(answer(9)).endsWith(20L);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          answerPending();
          return status.guilds().equals(new ShardStatus.Guilds(20, 0));
        });
  }

  private ActorRef<GuildSynchronizer.Message> synchronizer() {
    // the synchronizer of another test may still send commands
    var ownQueue = new LinkedBlockingQueue<PendingCommand>();
    pending = ownQueue;
    return kit.spawn(
        GuildSynchronizer.create(
            envelope -> {
              var reply = new CompletableFuture<GuildReply>();
              ownQueue.add(new PendingCommand(envelope, reply));
              return reply;
            },
            Clock.systemUTC(),
            status));
  }

  /** Answers a number of commands one after the other and returns their guilds. */
  private List<Long> answer(int requests) throws InterruptedException {
    var guilds = new ArrayList<Long>();
    for (int i = 0; i < requests; i++) {
      var one = next();
      guilds.add(one.envelope().guild().value());
      one.reply().complete(acknowledged());
    }
    return guilds;
  }

  private void answerPending() {
    for (var one = pending.poll(); one != null; one = pending.poll()) {
      one.reply().complete(acknowledged());
    }
  }

  private PendingCommand next() throws InterruptedException {
    var next = pending.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  /** A refusal counts as acknowledged, as success does. */
  private static GuildReply acknowledged() {
    return new GuildReply.Refused(new Refusal.NotAMember());
  }

  private static void send(
      ActorRef<GuildSynchronizer.Message> synchronizer, GatewayEvent.GuildAvailable event) {
    synchronizer.tell(new GuildSynchronizer.EventReceived(event.guild(), event, BOT));
  }

  static GatewayEvent.GuildAvailable available(long guild, int members) {
    return new GatewayEvent.GuildAvailable(
        new GuildId(guild),
        new GatewayEvent.GuildInfo("Guild " + guild, new MemberId(2), "nl", null),
        List.of(new GatewayEvent.Role(new RoleId(guild), "@everyone", 0)),
        List.of(),
        LongStream.range(0, members)
            .mapToObj(
                i -> new GatewayEvent.Member(new MemberId(100 + i), "Member " + i, Set.of(), false))
            .toList(),
        true);
  }
}
