package dcm.discord.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.discord.client.GatewayEvent;
import dcm.discord.client.GuildPage;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuildResyncTest {
  private static final int GUILDS = 25;
  private static final int PAGE_SIZE = 10;

  private final ActorTestKit kit = ActorTestKit.create();
  private final List<Long> fetched = new CopyOnWriteArrayList<>();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  @AfterAll
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void every_guild_of_the_shard_is_fetched_once_and_a_failure_does_not_restart_the_resync() {
    fetched.clear();
    failures.set(1);
    kit.spawn(
        GuildResync.create(
            new GuildResync.Source(
                after -> CompletableFuture.completedFuture(page(after)),
                guild -> guild.value() % 2 == 0,
                this::fetch),
            new GuildResync.Listener() {
              @Override
              public void onGuild(GatewayEvent.GuildAvailable guild) {
                fetched.add(guild.guild().value());
              }

              @Override
              public void onFinished() {
                finished.incrementAndGet();
              }
            }));
    await().atMost(Duration.ofSeconds(20)).until(() -> finished.get() == 1);
    assertThat(fetched)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, GUILDS).filter(id -> id % 2 == 0).boxed().toList());
  }

  /** The first attempt to fetch the twelfth fails. */
  private CompletableFuture<GatewayEvent.GuildAvailable> fetch(GuildId guild) {
    return guild.value() == 12 && failures.getAndDecrement() > 0
        ? CompletableFuture.failedFuture(new IllegalStateException("no answer"))
        : CompletableFuture.completedFuture(GuildSynchronizerTest.available(guild.value(), 0));
  }

  private static GuildPage page(long after) {
    var guilds =
        LongStream.rangeClosed(after + 1, Math.min(after + PAGE_SIZE, GUILDS))
            .mapToObj(GuildId::new)
            .toList();
    return new GuildPage(guilds, guilds.getLast().value(), guilds.size() < PAGE_SIZE);
  }
}
