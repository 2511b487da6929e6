package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.Assignment;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import dcm.guild.value.UuidV7;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** {@code /task create}: creates a task, for example "bathroom", every Saturday 11:00, in turns. */
public final class CreateTaskHandler {
  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public CreateTaskHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    return schedule(context, options)
        .thenCompose(schedule ->
            AssignmentOptions.resolve(context, options, resolver)
                .thenCompose(assignment ->
                    resolver
                        .category(context, options.text("category"))
                        .thenCompose(category ->
                            guildClient.decideOnTask(
                                context,
                                create(context, options, schedule, assignment, category)))))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.card(), view)
                    .withContent(
                        context
                            .messages()
                            .format(
                                "created.by",
                                DiscordFormat.member(context.caller().id()),
                                DiscordFormat.task(view.task()))),
                false));
  }

  /**
   * The schedule of the options; null without one. Only those of a schedule need the guild's zone.
   */
  private CompletionStage<@Nullable Schedule> schedule(
      InteractionContext context, CommandOptions options) {
    return ScheduleParser.OPTIONS.stream().anyMatch(options::has)
        ? guildClient
            .settings(context)
            .thenApply(settings ->
                new ScheduleParser(context.receivedAt(), settings, context.messages())
                    .parse(options))
        : completedFuture(null);
  }

  private static TaskCommand.Create create(
      InteractionContext context,
      CommandOptions options,
      @Nullable Schedule schedule,
      @Nullable Assignment assignment,
      @Nullable GroupingId category) {
    Integer minutes = options.number("minutes");
    String description = options.text("description");
    return new TaskCommand.Create(
        new TaskId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current())),
        new TaskPatch(
            options.required("title").strip(),
            description == null ? null : description.strip(),
            category,
            false,
            null,
            minutes == null ? null : new TaskPatch.EffortPatch(minutes, null),
            options.priority(),
            schedule == null ? null : new RequestedSchedule.Complete(schedule),
            assignment == null ? null : AssignmentPatch.of(assignment)));
  }
}
