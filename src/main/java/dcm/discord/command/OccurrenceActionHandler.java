package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /task skip|release|reschedule|snooze}. */
public final class OccurrenceActionHandler {
  private static final Set<String> RULE_WORDS = Set.of("rule", "by rule", "regel", "volgens regel");

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public OccurrenceActionHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  /** The turn passes on unless {@code turn} is "keep". */
  public CompletionStage<InteractionReply> skip(
      InteractionContext context, CommandOptions options) {
    boolean advanceTurn = !"keep".equals(options.text("turn"));
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref ->
            guildClient.decideOnTask(
                context, new TaskCommand.Skip(ref, null, options.text("reason"), advanceTurn)))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.skipped(context.card(), view, context.caller().id()), false));
  }

  /** Moves the current turn alone; "rule" returns it to the task's rule. */
  public CompletionStage<InteractionReply> reschedule(
      InteractionContext context, CommandOptions options) {
    String typed = options.required("due");
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref ->
            due(context, ref, typed)
                .thenCompose(due ->
                    guildClient.decideOnTask(context, new TaskCommand.Reschedule(ref, null, due))))
        .thenApply(
            view -> reply(context, view, isRule(typed) ? "rescheduled.to-rule" : "rescheduled.by"));
  }

  private static boolean isRule(String typed) {
    return RULE_WORDS.contains(typed.strip().toLowerCase(Locale.ROOT));
  }

  /** The typed due; null: the one of the rule. */
  private CompletionStage<@Nullable RequestedSchedule> due(
      InteractionContext context, TaskRef ref, String typed) {
    if (isRule(typed)) {
      return completedFuture(null);
    }
    return guildClient
        .ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class)
        .thenCombine(
            guildClient.settings(context),
            (answer, settings) ->
                new RequestedSchedule.Complete(
                    new Schedule.Once(
                        new ScheduleParser(context.receivedAt(), settings, context.messages())
                            .due(answer.task(), typed))));
  }

  /** Ticks an item of the checklist, or unticks it. */
  public CompletionStage<InteractionReply> tick(
      InteractionContext context, CommandOptions options) {
    int item = Objects.requireNonNull(options.number("item")) - 1;
    return resolver
        .task(context, options.required("task"))
        .thenCompose(
            ref -> guildClient.ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class))
        .thenCompose(answer -> {
          Occurrence open = answer.task().open();
          boolean ticked = open != null && open.currentProgress().ticks().contains(item);
          return guildClient.decideOnTask(
              context,
              new TaskCommand.Tick(
                  new TaskRef.ById(answer.task().id()),
                  open == null ? null : open.ordinal(),
                  item,
                  !ticked));
        })
        .thenApply(view -> reply(context, view, "ticked.by"));
  }

  public CompletionStage<InteractionReply> release(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> guildClient.decideOnTask(context, new TaskCommand.Release(ref, null)))
        .thenApply(view -> reply(context, view, "released.by"));
  }

  public CompletionStage<InteractionReply> snooze(
      InteractionContext context, CommandOptions options) {
    return guildClient
        .settings(context)
        .thenApply(settings ->
            new ScheduleParser(context.receivedAt(), settings, context.messages())
                .instant(options.required("until")))
        .thenCompose(until ->
            resolver
                .task(context, options.required("task"))
                .thenCompose(ref -> snooze(context, ref, until)));
  }

  private CompletionStage<InteractionReply> snooze(
      InteractionContext context, TaskRef ref, Instant until) {
    return guildClient
        .decideOnTask(context, new TaskCommand.Snooze(ref, null, until))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                Message.text(
                    context
                        .messages()
                        .format(
                            "snoozed",
                            DiscordFormat.task(view.task()),
                            DiscordFormat.timestamp(until))),
                true));
  }

  private static InteractionReply reply(InteractionContext context, TaskView view, String key) {
    String text =
        context
            .messages()
            .format(
                key, DiscordFormat.member(context.caller().id()), DiscordFormat.task(view.task()));
    return new InteractionReply.NewMessage(
        TaskCard.of(context.card(), view).withContent(text), false);
  }
}
