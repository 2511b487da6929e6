package dcm.entity;

import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Refusal;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Discord once which channels a guild has before the guild's refusal of a channel stands: the
 * bot may have been away when the channel was made, or the guild has not been told of any yet. A
 * guild is asked for at most once in {@link #INTERVAL}, so that wrong ids cost Discord nothing.
 */
final class ChannelRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelRefresh.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final int MAX_GUILDS = 10_000;

  private final Function<Request, CompletionStage<GuildReply>> guilds;
  private final InstantSource clock;
  private final Map<GuildId, Refreshed> refreshed = new LinkedHashMap<>();
  private volatile @Nullable ChannelSource source;

  /**
   * @param done true: the guild was told
   */
  private record Refreshed(Instant at, CompletableFuture<Boolean> done) {}

  ChannelRefresh(Function<Request, CompletionStage<GuildReply>> guilds, InstantSource clock) {
    this.guilds = guilds;
    this.clock = clock;
  }

  void from(ChannelSource asked) {
    source = asked;
  }

  /** The reply; where it is about a channel that the guild does not know, that of a second try. */
  CompletionStage<GuildReply> retried(
      GuildId guild, Supplier<CompletionStage<GuildReply>> attempt) {
    return attempt
        .get()
        .thenCompose(reply ->
            isAboutUnknown(reply)
                ? refresh(guild)
                    .thenCompose(
                        told -> told ? attempt.get() : CompletableFuture.completedFuture(reply))
                : CompletableFuture.completedFuture(reply));
  }

  private static boolean isAboutUnknown(GuildReply reply) {
    return reply instanceof GuildReply.Declined(var refusal)
        && (refusal instanceof Refusal.UnknownChannel
            || refusal instanceof Refusal.ChannelsNotObserved);
  }

  /** Whether the guild was told anew; false also when it was not long ago. */
  private CompletionStage<Boolean> refresh(GuildId guild) {
    ChannelSource asked = source;
    if (asked == null) {
      return CompletableFuture.completedFuture(false);
    }
    var done = new CompletableFuture<Boolean>();
    synchronized (refreshed) {
      Instant now = clock.instant();
      Refreshed last = refreshed.get(guild);
      if (last != null && last.at().plus(INTERVAL).isAfter(now)) {
        // one that is under way is waited for; one that is over has told what there is
        return last.done().isDone() ? CompletableFuture.completedFuture(false) : last.done();
      }
      refreshed.remove(guild);
      refreshed.put(guild, new Refreshed(now, done));
      if (refreshed.size() > MAX_GUILDS) {
        refreshed.remove(refreshed.keySet().iterator().next());
      }
    }
    asked(asked, guild)
        .whenComplete((reply, failure) -> {
          if (failure != null) {
            LOG.atWarn()
                .addKeyValue("guild", guild.toString())
                .log("The channels of guild {} could not be asked for: {}", guild, failure);
          }
          done.complete(reply instanceof GuildReply.Done);
        });
    return done;
  }

  private CompletionStage<GuildReply> asked(ChannelSource asked, GuildId guild) {
    try {
      return asked
          .channels(guild)
          .toCompletableFuture()
          .copy()
          .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .thenCompose(channels -> guilds.apply(request(guild, channels)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Request request(GuildId guild, SettingsCommand.ObserveChannels channels) {
    return new Request(
        guild,
        new CommandId(UUID.randomUUID()),
        "channels",
        clock.instant(),
        new Caller.Clockwork(),
        channels);
  }
}
