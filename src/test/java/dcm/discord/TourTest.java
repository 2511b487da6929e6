package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.discord.wire.GuildPage;
import dcm.discord.wire.News;
import dcm.guild.GuildId;
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
class TourTest {
  private static final int GUILDS = 25;
  private static final int A_PAGE = 10;

  private final ActorTestKit kit = ActorTestKit.create();
  private final List<Long> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  @AfterAll
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void every_guild_of_the_shard_is_read_once_and_what_fails_does_not_begin_it_anew() {
    seen.clear();
    failures.set(1);
    kit.spawn(
        Tour.create(
            new Tour.Source(
                after -> CompletableFuture.completedFuture(page(after)),
                guild -> guild.value() % 2 == 0,
                this::read),
            new Tour.Listener() {
              @Override
              public void seen(News.GuildSeen guild) {
                seen.add(guild.guild().value());
              }

              @Override
              public void done() {
                done.incrementAndGet();
              }
            }));
    await().atMost(Duration.ofSeconds(20)).until(() -> done.get() == 1);
    assertThat(seen)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, GUILDS).filter(id -> id % 2 == 0).boxed().toList());
  }

  /** The twelfth cannot be read the first time. */
  private CompletableFuture<News.GuildSeen> read(GuildId guild) {
    return guild.value() == 12 && failures.getAndDecrement() > 0
        ? CompletableFuture.failedFuture(new IllegalStateException("no answer"))
        : CompletableFuture.completedFuture(RegistrarTest.seen(guild.value(), 0));
  }

  private static GuildPage page(long after) {
    var guilds =
        LongStream.rangeClosed(after + 1, Math.min(after + A_PAGE, GUILDS))
            .mapToObj(GuildId::new)
            .toList();
    return new GuildPage(guilds, guilds.getLast().value(), guilds.size() < A_PAGE);
  }
}
