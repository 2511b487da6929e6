package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Interaction;
import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.discord.words.Language;
import dcm.discord.words.Texts;
import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildId;
import dcm.redis.RateLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes in every interaction: who is it, may they knock now, whose work is it, and what is said
 * when it goes wrong. Never blocks and never throws.
 */
final class FrontDesk {
  /** What a slash command does, and how its answer is shown. */
  private record Work(
      Function<Interaction.Slash, Manner> manner,
      BiFunction<Knock, Options, CompletionStage<Reply>> answer) {}

  private final Seats seats;
  private final RateLimits limits;
  private final Clock clock;
  private final Answering answering;
  private final ChannelNotice notice;
  private final Buttons buttons;
  private final UpdateTask update;
  private final ListTasks list;
  private final Suggestions suggestions;
  private final Map<String, Work> works;

  FrontDesk(House house, Seats seats, RateLimits limits, Clock clock, Answering answering) {
    this.seats = seats;
    this.limits = limits;
    this.clock = clock;
    this.answering = answering;
    this.notice = new ChannelNotice(house, answering);
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

  void take(Interaction interaction) {
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
      case Interaction.Submit submit ->
          press(submit, submit.customId(), id -> knock -> update.submitted(knock, id, submit));
    }
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
      answering.answer(
          typing.ticket(),
          Manner.AT_ONCE,
          completedFuture(Suggestions.NOTHING),
          Suggestions.NOTHING);
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
