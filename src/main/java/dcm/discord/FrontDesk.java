package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Interaction;
import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.discord.wire.Ticket;
import dcm.discord.words.Language;
import dcm.discord.words.Texts;
import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildId;
import dcm.redis.RateLimits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in every interaction: who is it, may they knock now, whose work is it, and what is said
 * when it goes wrong. Never blocks and never throws.
 */
final class FrontDesk {
  /** What a slash command does, and how its answer is shown. */
  private record Work(
      Function<Interaction.Slash, Manner> manner,
      BiFunction<Knock, Options, CompletionStage<Reply>> answer) {}

  /** For so long Discord waits for the first answer (docs: interactions, receiving). */
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);
  private static final Counter LATE = Metrics.counter("dcm.discord.interactions.late");

  private final Seats seats;
  private final RateLimits limits;
  private final Clock clock;
  private final Answering answering;
  private final ChannelNotice notice;
  private final Supplier<Duration> clockAhead;
  private final Buttons buttons;
  private final UpdateTask update;
  private final ListTasks list;
  private final Suggestions suggestions;
  private final Map<String, Work> works;

  /**
   * @param clockAhead how far our clock is ahead of Discord's, rather more than less
   */
  FrontDesk(
      House house,
      Seats seats,
      RateLimits limits,
      Clock clock,
      Answering answering,
      Supplier<Duration> clockAhead) {
    this.seats = seats;
    this.limits = limits;
    this.clock = clock;
    this.answering = answering;
    this.notice = new ChannelNotice(house, answering);
    this.clockAhead = clockAhead;
    var finder = new Finder(house);
    this.buttons = new Buttons(house);
    this.update = new UpdateTask(house, finder);
    this.suggestions = new Suggestions(house);
    this.list = new ListTasks(house, finder);
    var tasks = new TaskActions(house, finder);
    var permissions = new Permissions(house);
    this.works =
        Map.ofEntries(
            Map.entry("task create", shown(new CreateTask(house, finder)::answer)),
            Map.entry("task list", hidden(list::answer)),
            Map.entry("task show", hidden(tasks::show)),
            Map.entry("task update", new Work(UpdateTask::manner, update::answer)),
            Map.entry("task assign", shown(tasks::assign)),
            Map.entry("task claim", shown(tasks::claim)),
            Map.entry("task done", shown(tasks::done)),
            Map.entry("task delete", shown(tasks::delete)),
            Map.entry("permissions show", hidden(permissions::show)),
            Map.entry("permissions grant", hidden(permissions::grant)),
            Map.entry("permissions revoke", hidden(permissions::revoke)),
            Map.entry("settings", hidden(new SettingsDesk(house)::answer)),
            Map.entry("help", hidden(FrontDesk::help)));
  }

  private static Work shown(BiFunction<Knock, Options, CompletionStage<Reply>> answer) {
    return new Work(_ -> Manner.SHOWN, answer);
  }

  private static Work hidden(BiFunction<Knock, Options, CompletionStage<Reply>> answer) {
    return new Work(_ -> Manner.HIDDEN, answer);
  }

  /** Before anybody comes: what never happened is a zero, not nothing. */
  static void begin() {}

  void take(Interaction interaction) {
    try {
      handle(interaction);
    } catch (RuntimeException failure) {
      // on the connection's thread, or Discord's request: neither may hear of it
      var texts = texts(interaction);
      var reply = whisper(Apology.of(failure, interaction.ticket(), texts));
      answering.answer(interaction.ticket(), Manner.HIDDEN, completedFuture(reply), reply);
    }
  }

  private void handle(Interaction interaction) {
    if (isLate(interaction.ticket())) {
      LATE.increment();
      LOG.info("The {} came after its deadline and is not carried out", interaction.ticket());
      if (interaction instanceof Interaction.Typing typing) {
        nothing(typing);
      } else {
        refuse(interaction, "problem.late");
      }
      return;
    }
    switch (interaction) {
      case Interaction.Slash slash -> {
        var work = works.get(String.join(" ", slash.path()));
        if (work == null) {
          refuse(slash, "problem.old-command");
        } else {
          attend(
              slash,
              work.manner().apply(slash),
              knock -> work.answer().apply(knock, Options.of(slash)));
        }
      }
      case Interaction.Typing typing -> suggest(typing);
      case Interaction.Click click -> {
        var page = ListId.read(click.customId());
        if (page == null) {
          press(click, click.customId(), id -> knock -> buttons.press(knock, id));
        } else {
          attend(click, Manner.IN_PLACE, knock -> list.turn(knock, page));
        }
      }
      case Interaction.Submit submit -> {
        var form = ButtonId.read(submit.customId());
        if (form == null || !form.isForm()) {
          refuse(submit, "problem.old-button");
        } else {
          press(submit, submit.customId(), id -> knock -> update.submitted(knock, id, submit));
        }
      }
    }
  }

  /**
   * What Discord kept while the connection was broken: the user was told that it failed, and has
   * perhaps done it again.
   */
  private boolean isLate(Ticket ticket) {
    var age = Duration.between(ticket.createdAt(), clock.instant()).minus(clockAhead.get());
    return age.compareTo(DEADLINE) > 0;
  }

  private void nothing(Interaction.Typing typing) {
    answering.answer(
        typing.ticket(), Manner.AT_ONCE, completedFuture(Suggestions.NOTHING), Suggestions.NOTHING);
  }

  private void press(
      Interaction interaction,
      String customId,
      Function<ButtonId, Function<Knock, CompletionStage<Reply>>> work) {
    var id = ButtonId.read(customId);
    var seat = interaction.visitor().seat();
    if (id == null || (seat != null && seat.guild() != id.guild().value())) {
      refuse(interaction, "problem.old-button");
      return;
    }
    var manner = interaction instanceof Interaction.Click ? Buttons.manner(id) : Manner.SHOWN;
    answer(interaction, manner, id.guild(), work.apply(id));
  }

  private void suggest(Interaction.Typing typing) {
    var seat = typing.visitor().seat();
    if (seat == null) {
      nothing(typing);
      return;
    }
    var attendance = Attendance.of(typing);
    var offered =
        admitted(typing, new GuildId(seat.guild()), texts(typing), attendance)
            .thenCompose(knock -> suggestions.answer(knock, typing))
            .exceptionally(_ -> Suggestions.NOTHING)
            .whenComplete((_, _) -> attendance.ended());
    answering.answer(typing.ticket(), Manner.AT_ONCE, offered, Suggestions.NOTHING);
  }

  private void attend(
      Interaction interaction, Manner manner, Function<Knock, CompletionStage<Reply>> work) {
    var seat = interaction.visitor().seat();
    if (seat == null) {
      refuse(interaction, "problem.not-in-a-guild");
      return;
    }
    answer(interaction, manner, new GuildId(seat.guild()), work);
  }

  private void answer(
      Interaction interaction,
      Manner manner,
      GuildId guild,
      Function<Knock, CompletionStage<Reply>> work) {
    var texts = texts(interaction);
    var attendance = Attendance.of(interaction);
    var ticket = interaction.ticket();
    var admitted = admitted(interaction, guild, texts, attendance);
    CompletionStage<Reply> reply =
        admitted
            .thenCompose(work)
            .exceptionally(failure ->
                whisper(Attendance.named(guild, ticket, () -> Apology.of(failure, ticket, texts))))
            .whenComplete((_, _) -> attendance.ended());
    var answered =
        answering.answer(interaction.ticket(), manner, reply, whisper(texts.say("problem.slow")));
    // nothing can be said after a form that is not filled in yet
    admitted.thenAcceptBoth(
        reply,
        (knock, said) -> {
          if (said instanceof Reply.Say || said instanceof Reply.Replace) {
            notice.after(knock, answered);
          }
        });
  }

  private CompletionStage<Knock> admitted(
      Interaction interaction, GuildId guild, Texts texts, Attendance attendance) {
    Instant now = clock.instant();
    return limits
        .knock(guild.value(), interaction.visitor().id().value())
        .thenCompose(verdict -> {
          if (!verdict.allowed()) {
            throw new Misread(texts.say("problem.too-fast", verdict.retryAfterSeconds()));
          }
          return seats.standing(interaction, guild, now);
        })
        .thenApply(standing ->
            new Knock(
                interaction.ticket(),
                guild,
                new Caller.Person(interaction.visitor().id(), standing, Door.DISCORD),
                now,
                Fingerprint.of(interaction),
                texts,
                attendance));
  }

  private void refuse(Interaction interaction, String words) {
    var reply = whisper(texts(interaction).say(words));
    answering.answer(interaction.ticket(), Manner.HIDDEN, completedFuture(reply), reply);
  }

  private static CompletionStage<Reply> help(Knock knock, Options options) {
    return completedFuture(whisper(knock.texts().say("help")));
  }

  private static Reply whisper(String words) {
    return new Reply.Say(Message.text(words), true);
  }

  private static Texts texts(Interaction interaction) {
    var visitor = interaction.visitor();
    @Nullable String guildLocale = visitor.seat() == null ? null : visitor.seat().guildLocale();
    return Texts.in(Language.of(visitor.locale(), guildLocale));
  }
}
