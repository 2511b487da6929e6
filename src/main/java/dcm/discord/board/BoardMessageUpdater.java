package dcm.discord.board;

import dcm.entity.BoardListener;
import dcm.guild.event.SettingsEvent.BoardMessageRemoved;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Updates the messages of guilds that have changed: each guild's at most once in 5 s, and not while
 * an update of it is running. A failed update is repeated after 30 s.
 */
public final class BoardMessageUpdater
    extends AbstractMatchingBehavior<BoardMessageUpdater.Message> {
  /** Several events of one command, and of a few members at once, are shown by one update. */
  private static final Duration COLLECTION_TIME = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(30);

  public sealed interface Message {}

  private record GuildChanged(GuildId guild) implements Message {}

  /** Timer message: the guild may be updated. */
  private record Due(GuildId guild) implements Message {}

  private record Updated(GuildId guild, @Nullable Throwable failure) implements Message {}

  /** What is done for a guild; a guild that is not listed is up to date. */
  private enum Phase {
    /** A timer runs until the update. */
    WAITING,
    UPDATING,
    /** It has changed since the update began. */
    UPDATING_OUTDATED,
    /** It is up to date; a timer runs until the next update is permitted. */
    PAUSING
  }

  private final Function<GuildId, CompletionStage<Void>> update;
  private final TimerScheduler<Message> timers;
  private final Map<GuildId, Phase> phases = new HashMap<>();

  /**
   * @param update updates the messages of a guild
   */
  static Behavior<Message> create(Function<GuildId, CompletionStage<Void>> update) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new BoardMessageUpdater(context, timers, update)));
  }

  /** A listener that tells the updater of changes. */
  static BoardListener listener(ActorRef<Message> updater, BoardMessages messages) {
    return new BoardListener() {
      @Override
      public void guildChanged(GuildId guild) {
        updater.tell(new GuildChanged(guild));
      }

      @Override
      public void boardMessageRemoved(BoardMessageRemoved removed) {
        messages.delete(removed);
      }
    };
  }

  private BoardMessageUpdater(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Function<GuildId, CompletionStage<Void>> update) {
    super(context);
    this.timers = timers;
    this.update = update;
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case GuildChanged(var guild) -> onGuildChanged(guild);
      case Due(var guild) -> onDue(guild);
      case Updated(var guild, var failure) -> onUpdated(guild, failure);
    }
    return this;
  }

  private void onGuildChanged(GuildId guild) {
    switch (phases.get(guild)) {
      case null -> wait(guild, COLLECTION_TIME);
      case UPDATING -> phases.put(guild, Phase.UPDATING_OUTDATED);
      case PAUSING -> phases.put(guild, Phase.WAITING);
      case WAITING, UPDATING_OUTDATED -> {}
    }
  }

  private void wait(GuildId guild, Duration delay) {
    phases.put(guild, Phase.WAITING);
    timers.startSingleTimer(guild, new Due(guild), delay);
  }

  private void onDue(GuildId guild) {
    if (phases.get(guild) == Phase.PAUSING) {
      phases.remove(guild);
      return;
    }
    phases.put(guild, Phase.UPDATING);
    getContext().pipeToSelf(update.apply(guild), (_, failure) -> new Updated(guild, failure));
  }

  private void onUpdated(GuildId guild, @Nullable Throwable failure) {
    if (failure != null) {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", guild.toString())
          .log("Guild {}: its board messages were not updated: {}", guild, failure.getMessage());
      wait(guild, RETRY_DELAY);
      return;
    }
    boolean outdated = phases.get(guild) == Phase.UPDATING_OUTDATED;
    phases.put(guild, outdated ? Phase.WAITING : Phase.PAUSING);
    timers.startSingleTimer(guild, new Due(guild), PAUSE);
  }
}
