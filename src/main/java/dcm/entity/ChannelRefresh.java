package dcm.entity;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.SettingsCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
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
 * Loads a guild's channels from Discord once before the guild's refusal of a channel stands: the
 * bot may have been disconnected when the channel was created, or the channels are not observed
 * yet. A guild's channels are loaded at most once per {@link #INTERVAL}, so that wrong ids cause
 * few requests to Discord.
 */
final class ChannelRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelRefresh.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final int MAX_GUILDS = 10_000;

  private final Function<CommandEnvelope, CompletionStage<GuildReply>> guilds;
  private final InstantSource clock;
  private final Map<GuildId, Refreshed> refreshed = new LinkedHashMap<>();
  private volatile @Nullable ChannelSource source;

  /**
   * A refresh.
   *
   * @param done true: the guild recorded the channels
   */
  private record Refreshed(Instant at, CompletableFuture<Boolean> done) {}

  ChannelRefresh(
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds, InstantSource clock) {
    this.guilds = guilds;
    this.clock = clock;
  }

  void setSource(ChannelSource channelSource) {
    source = channelSource;
  }

  /**
   * The reply of the attempt; when it refuses an unknown channel, that of a second attempt after a
   * refresh.
   */
  CompletionStage<GuildReply> retryingUnknownChannel(
      GuildId guild, Supplier<CompletionStage<GuildReply>> attempt) {
    return attempt
        .get()
        .thenCompose(reply ->
            isUnknownChannel(reply)
                ? refresh(guild)
                    .thenCompose(updated ->
                        updated ? attempt.get() : CompletableFuture.completedFuture(reply))
                : CompletableFuture.completedFuture(reply));
  }

  private static boolean isUnknownChannel(GuildReply reply) {
    return reply instanceof GuildReply.Refused(var refusal)
        && (refusal instanceof Refusal.UnknownChannel
            || refusal instanceof Refusal.ChannelsNotObserved);
  }

  /** Whether the guild's channels were refreshed; false also when they were shortly before. */
  private CompletionStage<Boolean> refresh(GuildId guild) {
    ChannelSource channelSource = source;
    if (channelSource == null) {
      return CompletableFuture.completedFuture(false);
    }
    var done = new CompletableFuture<Boolean>();
    synchronized (refreshed) {
      Instant now = clock.instant();
      Refreshed last = refreshed.get(guild);
      if (last != null && last.at().plus(INTERVAL).isAfter(now)) {
        // a refresh in progress is awaited; after a completed one the guild knows its channels
        return last.done().isDone() ? CompletableFuture.completedFuture(false) : last.done();
      }
      refreshed.remove(guild);
      refreshed.put(guild, new Refreshed(now, done));
      if (refreshed.size() > MAX_GUILDS) {
        refreshed.remove(refreshed.keySet().iterator().next());
      }
    }
    fetch(channelSource, guild)
        .whenComplete((reply, failure) -> {
          if (failure != null) {
            LOG.atWarn()
                .addKeyValue("guild", guild.toString())
                .log("Guild {}: could not load channels: {}", guild, failure);
          }
          done.complete(reply instanceof GuildReply.Done);
        });
    return done;
  }

  private CompletionStage<GuildReply> fetch(ChannelSource channelSource, GuildId guild) {
    try {
      return channelSource
          .channels(guild)
          .toCompletableFuture()
          .copy()
          .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .thenCompose(channels -> guilds.apply(envelope(guild, channels)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CommandEnvelope envelope(GuildId guild, SettingsCommand.ObserveChannels channels) {
    return new CommandEnvelope(
        guild,
        new CommandId(UUID.randomUUID()),
        "channels",
        clock.instant(),
        new Caller.SystemCaller(),
        channels);
  }
}
