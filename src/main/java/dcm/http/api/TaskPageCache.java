package dcm.http.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.TaskVisibility;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The pages of task lists that this node encoded last, within a limit in bytes. A page is sent only
 * after the guild has confirmed that it is the answer, so it needs no invalidation.
 */
final class TaskPageCache {
  /**
   * A guild that was dropped and opened again counts its revisions from 1. Until then no page of
   * the former guild may be left.
   */
  private static final Duration TTL = Duration.ofMinutes(5);

  private static final int OVERHEAD_BYTES = 1_024;

  private final Cache<Key, TaskPage> pages;

  /** Pages of different guilds or visibilities never meet under one key. */
  private record Key(GuildId guild, GuildQuery.Tasks query, TaskVisibility visibility) {}

  TaskPageCache(long maxBytes) {
    this.pages =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<Key, TaskPage>weigher((_, page) -> weight(page))
            .expireAfterWrite(TTL)
            .executor(Runnable::run)
            .build();
  }

  /** The gzip form, which is added later, is smaller than the content. */
  private static int weight(TaskPage page) {
    return OVERHEAD_BYTES + 2 * page.content().bytes().size();
  }

  /** The pages that may be the answer to a member's query at this time. */
  List<TaskPage> find(GuildId guild, MemberId caller, GuildQuery.Tasks query, Instant now) {
    return Stream.of(
            new TaskVisibility.All(),
            new TaskVisibility.Own(caller, true),
            new TaskVisibility.Own(caller, false))
        .map(visibility -> pages.getIfPresent(new Key(guild, query, visibility)))
        .filter(Objects::nonNull)
        .filter(page -> page.isValidAt(now))
        .toList();
  }

  void put(GuildId guild, GuildQuery.Tasks query, TaskPage page) {
    pages.put(new Key(guild, query, page.visibility()), page);
  }
}
