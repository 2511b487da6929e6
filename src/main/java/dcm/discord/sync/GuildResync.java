package dcm.discord.sync;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.GuildPage;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads all guilds of a shard over REST, one after the other. A failed call is repeated after 5 s,
 * and the resync continues from there. A guild that Discord rejects, because the bot was removed
 * meanwhile, is skipped.
 */
public final class GuildResync extends AbstractMatchingBehavior<GuildResync.Message> {
  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

  public sealed interface Message {}

  private enum FetchNext implements Message {
    NOW
  }

  private record PageFetched(@Nullable GuildPage page, @Nullable Throwable failure)
      implements Message {}

  private record GuildFetched(
      GatewayEvent.@Nullable GuildAvailable guild, @Nullable Throwable failure)
      implements Message {}

  /**
   * REST calls that return the guilds.
   *
   * @param pages the page of the bot's guilds after an id
   * @param belongsToShard whether a guild belongs to the shard
   * @param guild one guild
   */
  public record Source(
      LongFunction<CompletionStage<GuildPage>> pages,
      Predicate<GuildId> belongsToShard,
      Function<GuildId, CompletionStage<GatewayEvent.GuildAvailable>> guild) {}

  /** Receives the guilds; must not block. */
  public interface Listener {
    void onGuild(GatewayEvent.GuildAvailable guild);

    /** Called once, after the last guild. */
    void onFinished();
  }

  private final TimerScheduler<Message> timers;
  private final Source source;
  private final Listener listener;
  private final Deque<GuildId> pending = new ArrayDeque<>();
  private long after;
  private boolean lastPageFetched;

  public static Behavior<Message> create(Source source, Listener listener) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.getSelf().tell(FetchNext.NOW);
          return new GuildResync(context, timers, source, listener);
        }));
  }

  private GuildResync(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Source source,
      Listener listener) {
    super(context);
    this.timers = timers;
    this.source = source;
    this.listener = listener;
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    return switch (message) {
      case FetchNext.NOW -> onFetchNext();
      case PageFetched fetched -> onPageFetched(fetched);
      case GuildFetched fetched -> onGuildFetched(fetched);
    };
  }

  private Behavior<Message> onFetchNext() {
    var guild = pending.peek();
    if (guild != null) {
      getContext().pipeToSelf(source.guild().apply(guild), GuildFetched::new);
    } else if (lastPageFetched) {
      listener.onFinished();
      return Behaviors.stopped();
    } else {
      getContext().pipeToSelf(source.pages().apply(after), PageFetched::new);
    }
    return this;
  }

  private Behavior<Message> onPageFetched(PageFetched fetched) {
    var page = fetched.page();
    if (page == null) {
      return retryLater(fetched.failure());
    }
    page.guilds().stream().filter(source.belongsToShard()).forEach(pending::add);
    after = page.after();
    lastPageFetched = page.isLast();
    return onFetchNext();
  }

  private Behavior<Message> onGuildFetched(GuildFetched fetched) {
    if (fetched.guild() != null) {
      listener.onGuild(fetched.guild());
    } else if (!isRejection(fetched.failure())) {
      return retryLater(fetched.failure());
    }
    pending.remove();
    return onFetchNext();
  }

  private static boolean isRejection(@Nullable Throwable failure) {
    return failure != null && AsyncFailures.cause(failure) instanceof DiscordRejectedException;
  }

  private Behavior<Message> retryLater(@Nullable Throwable failure) {
    getContext()
        .getLog()
        .warn("Guild resync interrupted, continuing in {}: {}", RETRY_DELAY, failure);
    timers.startSingleTimer(FetchNext.NOW, RETRY_DELAY);
    return this;
  }
}
