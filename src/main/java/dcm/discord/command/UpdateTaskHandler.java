package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.ResponseMode;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.discord.registration.SlashCommands;
import dcm.discord.text.ClearWords;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /task update}: changes the given options. Without options it opens a form with the task's
 * current values.
 */
public final class UpdateTaskHandler {
  private static final List<String> CHANGEABLE_OPTIONS =
      Stream.concat(
              ScheduleParser.OPTIONS.stream(),
              Stream.of("title", "turns", "who", "description", "category", "priority", "minutes"))
          .toList();

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public UpdateTaskHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public static ResponseMode responseMode(Interaction.Command command) {
    return CHANGEABLE_OPTIONS.stream().anyMatch(command.options()::containsKey)
        ? ResponseMode.PUBLIC
        : ResponseMode.IMMEDIATE;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref ->
            CHANGEABLE_OPTIONS.stream().anyMatch(options::has)
                ? change(context, options, ref)
                : load(context, ref).thenApply(current -> modal(context, current)));
  }

  private CompletionStage<TaskWithSettings> load(InteractionContext context, TaskRef ref) {
    return guildClient
        .ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class)
        .thenCombine(
            guildClient.settings(context),
            (answer, settings) -> new TaskWithSettings(answer.task(), settings));
  }

  private record TaskWithSettings(Task task, GuildSettings settings) {}

  private CompletionStage<InteractionReply> change(
      InteractionContext context, CommandOptions options, TaskRef ref) {
    return schedule(context, options, ref)
        .thenCompose(schedule ->
            AssignmentOptions.resolve(context, options, resolver)
                .thenCompose(assignment ->
                    category(context, options)
                        .thenCompose(category ->
                            guildClient.decideOnTask(
                                context,
                                new TaskCommand.Edit(
                                    ref, null, patch(options, schedule, assignment, category))))))
        .thenApply(view -> reply(context, view));
  }

  private static TaskPatch patch(
      CommandOptions options,
      @Nullable Schedule schedule,
      @Nullable Assignment assignment,
      @Nullable GroupingId category) {
    Integer minutes = options.number("minutes");
    String description = options.text("description");
    boolean clearsDescription = description != null && ClearWords.contain(description);
    return new TaskPatch(
        options.has("title") ? options.required("title").strip() : null,
        description == null ? null : clearsDescription ? "" : description.strip(),
        category,
        clearsCategory(options),
        null,
        minutes == null ? null : new TaskPatch.EffortPatch(minutes, null),
        options.priority(),
        schedule == null ? null : new RequestedSchedule.Complete(schedule),
        assignment == null ? null : AssignmentPatch.of(assignment));
  }

  private static boolean clearsCategory(CommandOptions options) {
    return options.has("category") && ClearWords.contain(options.required("category"));
  }

  private CompletionStage<@Nullable GroupingId> category(
      InteractionContext context, CommandOptions options) {
    return clearsCategory(options)
        ? completedFuture(null)
        : resolver.category(context, options.text("category"));
  }

  /** The new schedule; null when it stays. Only a new one needs the task and the settings. */
  private CompletionStage<@Nullable Schedule> schedule(
      InteractionContext context, CommandOptions options, TaskRef ref) {
    return ScheduleParser.OPTIONS.stream().anyMatch(options::has)
        ? load(context, ref)
            .thenApply(current ->
                new ScheduleParser(context.receivedAt(), current.settings(), context.messages())
                    .change(current.task(), options))
        : completedFuture(null);
  }

  private static InteractionReply modal(InteractionContext context, TaskWithSettings current) {
    Task task = current.task();
    var messages = context.messages();
    var scheduleParser = new ScheduleParser(context.receivedAt(), current.settings(), messages);
    var id =
        new TaskButtonId(
            TaskButtonId.Action.EDIT,
            context.guild(),
            task.id(),
            task.open() == null ? 0 : task.open().ordinal(),
            Long.toString(task.revision()));
    return new InteractionReply.Modal(
        id.toString(),
        messages.format("form.title", task.number()),
        List.of(
            new InteractionReply.Input(
                "title",
                messages.format("form.task"),
                false,
                true,
                SlashCommands.MAX_TITLE_LENGTH,
                MarkdownEscape.plainText(task.title())),
            new InteractionReply.Input(
                "due",
                messages.format("form.due"),
                false,
                false,
                SlashCommands.MAX_DUE_LENGTH,
                scheduleParser.format(due(task))),
            new InteractionReply.Input(
                "description",
                messages.format("form.description"),
                true,
                false,
                SlashCommands.MAX_DESCRIPTION_LENGTH,
                descriptionText(task))));
  }

  private static String descriptionText(Task task) {
    return Truncation.truncate(SlashCommands.MAX_DESCRIPTION_LENGTH, task.description());
  }

  /** The new value of a field; null when it was not changed. */
  private static @Nullable String changedField(
      Interaction.ModalSubmit modal, String field, String original) {
    String input = modal.fields().getOrDefault(field, "").strip();
    return input.equals(original.strip()) ? null : input;
  }

  /** Handles the submitted form, whose id contains the revision that it was opened for. */
  public CompletionStage<InteractionReply> handleModal(
      InteractionContext context, TaskButtonId id, Interaction.ModalSubmit modal) {
    var ref = new TaskRef.ById(id.task());
    return load(context, ref)
        .thenCompose(current -> {
          Task task = current.task();
          long revision = Long.parseLong(id.payload());
          var scheduleParser =
              new ScheduleParser(context.receivedAt(), current.settings(), context.messages());
          String due = modal.fields().getOrDefault("due", "").strip();
          boolean sameDue = due.equals(scheduleParser.format(due(task)));
          Schedule schedule =
              sameDue ? null : scheduleParser.reschedule(task, due.isEmpty() ? "never" : due);
          var patch =
              formPatch(
                  changedField(modal, "title", MarkdownEscape.plainText(task.title())),
                  changedField(modal, "description", descriptionText(task)),
                  schedule);
          return guildClient.decideOnTask(context, new TaskCommand.Edit(ref, revision, patch));
        })
        .thenApply(view -> reply(context, view));
  }

  private static InteractionReply reply(InteractionContext context, TaskView view) {
    String text =
        context
            .messages()
            .format(
                "changed.by",
                DiscordFormat.member(context.caller().id()),
                DiscordFormat.task(view.task()));
    return new InteractionReply.NewMessage(
        TaskCard.of(context.card(), view).withContent(text), false);
  }

  private static @Nullable Due due(Task task) {
    return task.open() == null ? null : task.open().due();
  }

  private static TaskPatch formPatch(
      @Nullable String title, @Nullable String description, @Nullable Schedule schedule) {
    return new TaskPatch(
        title,
        description,
        null,
        false,
        null,
        null,
        null,
        schedule == null ? null : new RequestedSchedule.Complete(schedule),
        null);
  }
}
