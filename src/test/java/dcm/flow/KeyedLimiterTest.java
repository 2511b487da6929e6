package dcm.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CatchUpLimiterTest {
  private static final GuildId BUSY = new GuildId(1);
  private static final GuildId QUIET = new GuildId(2);

  private final CatchUpLimiter limiter = new CatchUpLimiter(2, 3);
  private final List<String> started = new ArrayList<>();
  private final List<CompletableFuture<String>> pages = new ArrayList<>();

  private CompletionStage<String> read(GuildId guild, String name) {
    return limiter.read(
        guild,
        () -> {
          started.add(name);
          var page = new CompletableFuture<String>();
          pages.add(page);
          return page;
        });
  }

  @Test
  void a_guild_reads_as_many_pages_at_one_time_as_it_may() {
    read(BUSY, "1");
    read(BUSY, "2");
    read(BUSY, "3");
    assertThat(started).containsExactly("1", "2");
    pages.getFirst().complete("read");
    assertThat(started).containsExactly("1", "2", "3");
  }

  @Test
  void a_guild_with_many_sockets_does_not_hold_up_another() {
    read(BUSY, "1");
    read(BUSY, "2");
    read(BUSY, "3");
    read(BUSY, "4");
    read(QUIET, "quiet 1");
    read(QUIET, "quiet 2");
    assertThat(started).containsExactly("1", "2", "quiet 1");
    pages.getFirst().complete("read");
    assertThat(started).containsExactly("1", "2", "quiet 1", "3");
    pages.get(1).complete("read");
    assertThat(started).containsExactly("1", "2", "quiet 1", "3", "quiet 2");
  }

  @Test
  void a_failed_read_frees_its_slot() {
    var failing = read(BUSY, "1").toCompletableFuture();
    read(BUSY, "2");
    read(BUSY, "3");
    pages.getFirst().completeExceptionally(new IllegalStateException("away"));
    assertThat(failing).isCompletedExceptionally();
    assertThat(started).containsExactly("1", "2", "3");
  }

  @Test
  void a_read_that_throws_frees_its_slot() {
    var failing =
        limiter.<String>read(
            BUSY,
            () -> {
              throw new IllegalStateException("closed");
            });
    assertThat(failing.toCompletableFuture()).isCompletedExceptionally();
    read(BUSY, "1");
    read(BUSY, "2");
    assertThat(started).containsExactly("1", "2");
  }
}
