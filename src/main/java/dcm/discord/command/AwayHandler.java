package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.interaction.InteractionException.InvalidOptionException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.AbsenceBound;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Due;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskRef;
import dcm.guild.value.UuidV7;
import dcm.notify.TypingContext;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /away add|list|end}: periods in which a member gets no turns. */
public final class AwayHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_LINES = 20;

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public AwayHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  private record NamedAbsence(MemberId member, Absence absence, ZoneId zone) {}

  public CompletionStage<InteractionReply> add(InteractionContext context, CommandOptions options) {
    MemberId member = member(context, options);
    var id = new AbsenceId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current()));
    return zone(context, member)
        .thenCompose(zone -> {
          AbsenceBound from = bound(context, options.text("from"), zone);
          AbsenceBound until = bound(context, options.text("until"), zone);
          return tasks(context, options)
              .thenCompose(tasks ->
                  guildClient.decide(
                      context,
                      new MemberCommand.AddAbsence(
                          id, member, from, until, tasks, options.text("reason"))))
              .thenCompose(_ -> find(context, member, id))
              .thenApply(absence -> added(context, member, absence, zone));
        });
  }

  private static MemberId member(InteractionContext context, CommandOptions options) {
    MemberId other = options.member("who");
    return other == null ? context.caller().id() : other;
  }

  /** Days are those of the member's clock, as the guild reads them. */
  private CompletionStage<ZoneId> zone(InteractionContext context, MemberId member) {
    return guildClient
        .ask(context, new GuildQuery.OneMember(member), QueryResult.OneMember.class)
        .thenCombine(
            guildClient.settings(context),
            (answer, settings) -> {
              ZoneId own = answer.member().zone();
              return own == null ? settings.zone() : own;
            });
  }

  /** Null: it was not typed, or the absence has no such end. */
  private static @Nullable AbsenceBound bound(
      InteractionContext context, @Nullable String typed, ZoneId zone) {
    if (typed == null) {
      return null;
    }
    var messages = context.messages();
    var typing =
        TypingContext.of(zone, DayOfWeek.MONDAY, messages.language(), context.receivedAt());
    var due = TypedDue.parse(typed, typing, messages);
    if (due.repeat() != null || !due.otherTimes().isEmpty()) {
      throw new InvalidInputException(
          messages.format("invalid-input.due", MarkdownEscape.singleLine(typed)));
    }
    return switch (due.due()) {
      case Due.Never _ -> null;
      case Due.AllDay day -> new AbsenceBound.Day(day.date());
      case Due.AtTime time -> new AbsenceBound.Moment(time.instant());
    };
  }

  private CompletionStage<List<TaskRef>> tasks(InteractionContext context, CommandOptions options) {
    String typed = options.text("task");
    return typed == null
        ? completedFuture(List.of())
        : resolver.task(context, typed).thenApply(List::of);
  }

  private CompletionStage<Absence> find(InteractionContext context, MemberId member, AbsenceId id) {
    return absences(context, member)
        .thenApply(all ->
            all.stream()
                .filter(absence -> absence.id().equals(id))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("the absence is not there")));
  }

  private CompletionStage<List<Absence>> absences(InteractionContext context, MemberId member) {
    return guildClient
        .ask(context, new GuildQuery.OneMember(member), QueryResult.OneMember.class)
        .thenApply(answer -> answer.member().allAbsences());
  }

  private static InteractionReply added(
      InteractionContext context, MemberId member, Absence absence, ZoneId zone) {
    String next = absence.startedAt() == null ? "away.next.later" : "away.next.now";
    return new InteractionReply.NewMessage(
        Message.text(
            text(context, "away.added", member, absence, zone)
                + "\n"
                + context.messages().format(next)),
        false);
  }

  private static String text(
      InteractionContext context, String key, MemberId member, Absence absence, ZoneId zone) {
    return context
        .messages()
        .format(
            key,
            DiscordFormat.member(member),
            DiscordFormat.period(absence, zone, context.messages()));
  }

  /** Ends the chosen absence, otherwise the present or the next one. */
  public CompletionStage<InteractionReply> end(InteractionContext context, CommandOptions options) {
    MemberId member = member(context, options);
    String chosen = options.text("absence");
    return absences(context, member)
        .thenCombine(
            zone(context, member),
            (all, zone) -> {
              Absence ended = chosen(context, all, chosen);
              return guildClient
                  .decide(context, new MemberCommand.RemoveAbsence(member, ended.id()))
                  .<InteractionReply>thenApply(_ ->
                      new InteractionReply.NewMessage(
                          Message.text(text(context, "away.ended", member, ended, zone)), false));
            })
        .thenCompose(Function.identity());
  }

  private static Absence chosen(
      InteractionContext context, List<Absence> absences, @Nullable String id) {
    if (id != null) {
      return absences.stream()
          .filter(absence -> absence.id().toString().equals(id))
          .findAny()
          .orElseThrow(() -> new InvalidOptionException("absence"));
    }
    return absences.stream()
        .min(Comparator.comparing(Absence::from).thenComparing(Absence::id))
        .orElseThrow(() -> new InvalidInputException(context.messages().format("away.none")));
  }

  public CompletionStage<InteractionReply> list(
      InteractionContext context, CommandOptions options) {
    return guildClient
        .ask(context, new GuildQuery.Members(), QueryResult.Members.class)
        .thenCombine(
            guildClient.settings(context),
            (answer, settings) ->
                new InteractionReply.NewMessage(
                    listed(context, answer.members(), settings.zone()), true));
  }

  private static Message listed(
      InteractionContext context, List<Member> members, ZoneId guildZone) {
    var messages = context.messages();
    List<NamedAbsence> all =
        members.stream()
            .filter(Member::active)
            .flatMap(member ->
                member.allAbsences().stream()
                    .map(absence ->
                        new NamedAbsence(
                            member.id(),
                            absence,
                            member.zone() == null ? guildZone : member.zone())))
            .sorted(
                Comparator.comparing((NamedAbsence each) -> each.absence().from())
                    .thenComparing(NamedAbsence::member))
            .toList();
    if (all.isEmpty()) {
      return Message.text(messages.format("away.nobody"));
    }
    var lines =
        new StringBuilder(
            String.join(
                "\n",
                all.stream()
                    .limit(MAX_LINES)
                    .map(each ->
                        DiscordFormat.member(each.member())
                            + " · "
                            + DiscordFormat.period(each.absence(), each.zone(), messages))
                    .toList()));
    if (all.size() > MAX_LINES) {
      lines.append('\n').append(messages.format("away.more", all.size() - MAX_LINES));
    }
    return Message.embed(
        new Message.Embed(
            messages.format("page.single", messages.format("away.title"), all.size()),
            lines.toString(),
            List.of(),
            COLOUR));
  }
}
