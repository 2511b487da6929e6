package dcm.discord;

import dcm.discord.wire.GuildPage;
import dcm.discord.wire.News;
import dcm.discord.wire.Refused;
import dcm.guild.GuildId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads all guilds of a shard over REST, one after the other. What fails is tried again after a
 * pause, and the reading goes on from there; a guild that Discord refuses to show, because the bot
 * was removed meanwhile, is left out.
 */
final class Tour extends AbstractBehavior<Tour.Message> {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  sealed interface Message {}

  private enum Next implements Message {
    NOW
  }

  private record Listed(@Nullable GuildPage page, @Nullable Throwable failure) implements Message {}

  private record Shown(News.@Nullable GuildSeen seen, @Nullable Throwable failure)
      implements Message {}

  /**
   * Where the guilds are read.
   *
   * @param pages the page of the bot's guilds after an id
   * @param ours whether a guild belongs to the shard
   * @param guild one guild
   */
  record Source(
      LongFunction<CompletionStage<GuildPage>> pages,
      Predicate<GuildId> ours,
      Function<GuildId, CompletionStage<News.GuildSeen>> guild) {}

  /** Who hears of them; must not block. */
  interface Listener {
    void seen(News.GuildSeen guild);

    /** Called once, after the last guild. */
    void done();
  }

  private final TimerScheduler<Message> timers;
  private final Source source;
  private final Listener listener;
  private final Deque<GuildId> waiting = new ArrayDeque<>();
  private long after;
  private boolean wasLast;

  static Behavior<Message> create(Source source, Listener listener) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.getSelf().tell(Next.NOW);
          return new Tour(context, timers, source, listener);
        }));
  }

  private Tour(
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
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Next.NOW, this::onNext)
        .onMessage(Listed.class, this::onListed)
        .onMessage(Shown.class, this::onShown)
        .build();
  }

  private Behavior<Message> onNext() {
    var guild = waiting.peek();
    if (guild != null) {
      getContext().pipeToSelf(source.guild().apply(guild), Shown::new);
    } else if (wasLast) {
      listener.done();
      return Behaviors.stopped();
    } else {
      getContext().pipeToSelf(source.pages().apply(after), Listed::new);
    }
    return this;
  }

  private Behavior<Message> onListed(Listed listed) {
    var page = listed.page();
    if (page == null) {
      return later(listed.failure());
    }
    page.guilds().stream().filter(source.ours()).forEach(waiting::add);
    after = page.after();
    wasLast = page.isLast();
    return onNext();
  }

  private Behavior<Message> onShown(Shown shown) {
    if (shown.seen() != null) {
      listener.seen(shown.seen());
    } else if (!isRefusal(shown.failure())) {
      return later(shown.failure());
    }
    waiting.remove();
    return onNext();
  }

  private static boolean isRefusal(@Nullable Throwable failure) {
    return (failure instanceof CompletionException ? failure.getCause() : failure)
        instanceof Refused;
  }

  private Behavior<Message> later(@Nullable Throwable failure) {
    getContext()
        .getLog()
        .warn("Discord did not tell of all guilds, going on in {}: {}", PAUSE, failure);
    timers.startSingleTimer(Next.NOW, PAUSE);
    return this;
  }
}
