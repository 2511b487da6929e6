package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.RosterParser;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.AssignmentPatch.RequestedRoster;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Roster;
import dcm.guild.value.Task;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /roster set|show}: whose weekday it is, in a cycle of weeks. */
public final class RosterHandler {
  private static final int COLOUR = 0x5b8c85;

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public RosterHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> set(InteractionContext context, CommandOptions options) {
    String typed = options.required("weeks");
    var parsed = RosterParser.parse(typed);
    if (parsed == null) {
      throw new InvalidInputException(
          context.messages().format("invalid-input.roster", MarkdownEscape.singleLine(typed)));
    }
    List<String> names =
        parsed.stream().flatMap(week -> week.values().stream()).distinct().toList();
    return resolver
        .membersByName(context, names)
        .thenCompose(members ->
            resolver
                .task(context, options.required("task"))
                .thenCompose(ref ->
                    guildClient.decideOnTask(
                        context, new TaskCommand.Edit(ref, null, patch(parsed, members)))))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.card(), view).withContent(setText(context, view)), false));
  }

  /** The roster as it was understood, and whether it leaves out the day of the task. */
  private static String setText(InteractionContext context, TaskView view) {
    var messages = context.messages();
    Task task = view.task();
    String text =
        UndoHandler.text(context, "roster.set", view)
            + "\n"
            + lines(context, Objects.requireNonNull(task.assignment().roster()));
    LocalDate due = task.open() == null ? null : dueDay(task.open().due());
    return due == null || !Objects.requireNonNull(task.open()).assignees().isEmpty()
        ? text
        : text + "\n" + messages.format("roster.gap", DiscordFormat.typedDay(due, messages));
  }

  private static @Nullable LocalDate dueDay(Due due) {
    return switch (due) {
      case Due.Never _ -> null;
      case Due.AtTime time -> time.local().toLocalDate();
      case Due.AllDay day -> day.date();
    };
  }

  private static TaskPatch patch(
      List<Map<DayOfWeek, String>> parsed, Map<String, MemberId> members) {
    List<Map<DayOfWeek, MemberId>> weeks = new ArrayList<>();
    for (var week : parsed) {
      var days = new EnumMap<DayOfWeek, MemberId>(DayOfWeek.class);
      week.forEach((day, name) -> days.put(day, members.get(name)));
      weeks.add(days);
    }
    var assignment =
        new AssignmentPatch(
            Assignment.Strategy.ROSTER,
            List.of(),
            null,
            null,
            new RequestedRoster(null, weeks),
            null,
            null,
            null,
            EnumSet.complementOf(EnumSet.of(AssignmentPatch.Component.ROSTER)));
    return new TaskPatch(null, null, null, false, null, null, null, null, assignment);
  }

  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(
            ref -> guildClient.ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class))
        .thenApply(answer -> new InteractionReply.NewMessage(shown(context, answer.task()), true));
  }

  private static Message shown(InteractionContext context, Task task) {
    Roster roster = task.assignment().roster();
    var messages = context.messages();
    if (roster == null) {
      return Message.text(messages.format("roster.none", DiscordFormat.task(task)));
    }
    return Message.embed(
        new Message.Embed(
            MarkdownEscape.singleLine(task.title()), lines(context, roster), List.of(), COLOUR));
  }

  private static String lines(InteractionContext context, Roster roster) {
    var messages = context.messages();
    var lines = new ArrayList<String>();
    for (var week : roster.weeks()) {
      String days =
          week.entrySet().stream()
              .map(day ->
                  day.getKey().getDisplayName(TextStyle.SHORT, messages.language().locale())
                      + " "
                      + DiscordFormat.member(day.getValue()))
              .collect(Collectors.joining(", "));
      lines.add("**" + messages.format("roster.week", lines.size() + 1) + "** " + days);
    }
    lines.add(messages.format("roster.start", DiscordFormat.typedDay(roster.start(), messages)));
    return String.join("\n", lines);
  }
}
