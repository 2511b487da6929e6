package dcm.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.http.pipeline.CompressibleContent;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Which encoded pages are found again. */
class TaskPageCacheTest {
  private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
  private static final GuildId GUILD = new GuildId(1);
  private static final MemberId ANNA = new MemberId(11);
  private static final MemberId BRAM = new MemberId(12);

  private final TaskPageCache cache = new TaskPageCache(1 << 20);

  private static GuildQuery.Tasks query(int offset) {
    return new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.DUE, offset, 50);
  }

  private static TaskPage page(TaskVisibility visibility, Instant validUntil, int bytes) {
    return new TaskPage(
        visibility,
        7,
        validUntil,
        1,
        1,
        new CompressibleContent(
            ContentTypes.APPLICATION_JSON,
            ByteString.fromArray(new byte[bytes]),
            TaskPage.etag(visibility, 7, validUntil),
            true));
  }

  @Test
  void a_page_is_found_by_its_guild_and_query_only() {
    var page = page(new TaskVisibility.All(), null, 10);
    cache.put(GUILD, query(0), page);
    assertThat(cache.find(GUILD, ANNA, query(0), NOW)).containsExactly(page);
    assertThat(cache.find(new GuildId(2), ANNA, query(0), NOW)).isEmpty();
    assertThat(cache.find(GUILD, ANNA, query(50), NOW)).isEmpty();
  }

  @Test
  void a_members_own_page_is_found_by_that_member_only() {
    var own = page(new TaskVisibility.Own(ANNA, true), null, 10);
    cache.put(GUILD, query(0), own);
    assertThat(cache.find(GUILD, ANNA, query(0), NOW)).containsExactly(own);
    assertThat(cache.find(GUILD, BRAM, query(0), NOW)).isEmpty();
  }

  @Test
  void a_page_is_found_until_a_task_becomes_overdue() {
    cache.put(GUILD, query(0), page(new TaskVisibility.All(), NOW, 10));
    assertThat(cache.find(GUILD, ANNA, query(0), NOW.minusNanos(1))).hasSize(1);
    assertThat(cache.find(GUILD, ANNA, query(0), NOW)).isEmpty();
  }

  @Test
  void pages_that_do_not_fit_are_evicted() {
    for (int i = 0; i < 100; i++) {
      cache.put(GUILD, query(i), page(new TaskVisibility.All(), null, 100_000));
    }
    long found =
        IntStream.range(0, 100)
            .filter(i -> !cache.find(GUILD, ANNA, query(i), NOW).isEmpty())
            .count();
    assertThat(found).isBetween(1L, 5L);
  }

  @Test
  void pages_that_differ_have_different_etags() {
    var all = new TaskVisibility.All();
    assertThat(
            List.of(
                TaskPage.etag(all, 7, null),
                TaskPage.etag(all, 8, null),
                TaskPage.etag(all, 7, NOW),
                TaskPage.etag(all, 7, NOW.plusNanos(1)),
                TaskPage.etag(new TaskVisibility.Own(ANNA, true), 7, null),
                TaskPage.etag(new TaskVisibility.Own(ANNA, false), 7, null),
                TaskPage.etag(new TaskVisibility.Own(BRAM, true), 7, null)))
        .doesNotHaveDuplicates();
  }
}
