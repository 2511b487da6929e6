package dcm.discord;

import dcm.discord.wire.News;
import dcm.entity.GuildUnavailable;
import dcm.entity.Guilds;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Tells the guilds what the gateway says of them. A few guilds at a time, in each one thing after
 * the other; what was told before and what a newer piece of news overtook is not told. A guild that
 * cannot be reached hears it again a little later.
 */
final class Registrar extends AbstractBehavior<Registrar.Message> {
  private static final int GUILDS_AT_A_TIME = 8;
  private static final Duration A_LITTLE_LATER = Duration.ofSeconds(2);

  sealed interface Message {}

  /**
   * @param self the bot's own user, which is no member to the guild
   */
  record Heard(GuildId guild, News news, MemberId self) implements Message {}

  private record Told(GuildId guild, Object subject, Request request, @Nullable Throwable failure)
      implements Message {}

  private record Again(GuildId guild) implements Message {}

  /** What one guild still has to hear, by what it is about, and what it knows already. */
  private static final class Desk {
    final Census census;
    final LinkedHashMap<Object, GuildCommand> waiting = new LinkedHashMap<>();
    final Map<Object, GuildCommand> known = new HashMap<>();
    boolean busy;

    Desk(Census census) {
      this.census = census;
    }
  }

  private final Guilds guilds;
  private final Clock clock;
  private final TimerScheduler<Message> timers;
  private final Map<GuildId, Desk> desks = new HashMap<>();
  private int inFlight;

  static Behavior<Message> create(Guilds guilds, Clock clock) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Registrar(context, timers, guilds, clock)));
  }

  private Registrar(
      ActorContext<Message> context, TimerScheduler<Message> timers, Guilds guilds, Clock clock) {
    super(context);
    this.timers = timers;
    this.guilds = guilds;
    this.clock = clock;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Heard.class, this::onHeard)
        .onMessage(Told.class, this::onTold)
        .onMessage(Again.class, this::onAgain)
        .build();
  }

  private Behavior<Message> onHeard(Heard heard) {
    var desk =
        desks.computeIfAbsent(heard.guild(), guild -> new Desk(new Census(guild, heard.self())));
    for (var command : desk.census.hear(heard.news())) {
      var subject = subject(command);
      if (command.equals(desk.known.get(subject))) {
        desk.waiting.remove(subject);
      } else {
        desk.waiting.put(subject, command);
      }
    }
    work();
    return this;
  }

  private Behavior<Message> onTold(Told told) {
    inFlight--;
    var desk = desks.get(told.guild());
    desk.busy = false;
    if (told.failure() == null) {
      desk.known.put(told.subject(), told.request().command());
    } else {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", told.guild().toString())
          .log("Guild {} did not hear the news: {}", told.guild(), told.failure().getMessage());
      desk.waiting.putIfAbsent(told.subject(), told.request().command());
      desk.busy = true;
      timers.startSingleTimer(
          told.guild(),
          new Again(told.guild()),
          told.failure() instanceof OutOfOrder broken ? broken.retryAfter() : A_LITTLE_LATER);
    }
    work();
    return this;
  }

  private Behavior<Message> onAgain(Again again) {
    desks.get(again.guild()).busy = false;
    work();
    return this;
  }

  private void work() {
    for (var entry : desks.entrySet()) {
      if (inFlight >= GUILDS_AT_A_TIME) {
        return;
      }
      var desk = entry.getValue();
      if (!desk.busy && !desk.waiting.isEmpty()) {
        var next = desk.waiting.pollFirstEntry();
        tell(entry.getKey(), desk, next.getKey(), next.getValue());
      }
    }
  }

  private void tell(GuildId guild, Desk desk, Object subject, GuildCommand command) {
    desk.busy = true;
    inFlight++;
    var request =
        new Request(
            guild,
            new CommandId(UUID.randomUUID()),
            "gateway",
            clock.instant(),
            new Caller.Clockwork(),
            command);
    getContext()
        .pipeToSelf(
            guilds.decide(request),
            (reply, failure) ->
                new Told(guild, subject, request, failure == null ? trouble(reply) : failure));
  }

  /** Null: the guild knows, or does not want to. */
  private static @Nullable Throwable trouble(@Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Declined _, GuildReply.Answered _ -> null;
      case GuildReply.Busy _ -> new Overloaded();
      case GuildReply.Unavailable _ -> new GuildUnavailable("the guild is moving");
      case GuildReply.Degraded degraded -> new OutOfOrder(degraded);
      case null -> new GuildUnavailable("the guild said nothing");
    };
  }

  /** What a newer command overtakes. A guild that wakes or sleeps is one subject. */
  private static Object subject(GuildCommand command) {
    return switch (command) {
      case MemberCommand.Observe observe -> observe.member();
      case MemberCommand.Leave leave -> leave.member();
      case SettingsCommand.ObserveGuild _, SettingsCommand.Sleep _ -> "guild";
      default -> throw new IllegalArgumentException("no news of the gateway: " + command);
    };
  }
}
