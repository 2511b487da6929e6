package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.text.DiscordMessages;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.TaskId;
import dcm.guild.value.UuidV7;
import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;
import dcm.notify.TypingContext;
import dcm.quickadd.QuickAdd;
import dcm.quickadd.QuickAddContext;
import dcm.quickadd.QuickAddResult;
import dcm.quickadd.QuickAddText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /quick}: a task that is typed as a line. When everything is clear it is created; otherwise
 * the user sees what was understood, and creates that or changes the line. What the button creates
 * is kept in the message as a line with dates in full, so that it means the same days later.
 */
public final class QuickAddHandler {
  private static final String ID_PREFIX = "q1:";
  private static final String UNDERSTOOD = "quick.understood";
  private static final int MAX_PROBLEMS = 8;
  private static final int MAX_FIELD = 1_024;

  private final DiscordGuildClient guildClient;

  public QuickAddHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    String text = options.required("text");
    return typing(context)
        .thenCompose(typing -> {
          var result = QuickAdd.parse(text, typing);
          var id = new TaskId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current()));
          return result.problems().isEmpty()
              ? create(context, id, result.fields())
              : completedFuture(preview(context, text, result, typing, id));
        });
  }

  private CompletionStage<QuickAddContext> typing(InteractionContext context) {
    return guildClient
        .ask(context, new GuildQuery.Vocabulary(), QueryResult.Vocabulary.class)
        .thenApply(vocabulary ->
            TypingContext.of(vocabulary, context.messages().language(), context.receivedAt()));
  }

  private CompletionStage<InteractionReply> create(
      InteractionContext context, TaskId id, QuickAddResult.Fields fields) {
    return guildClient
        .decideOnTask(context, new TaskCommand.Create(id, patch(fields)))
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

  private static TaskPatch patch(QuickAddResult.Fields fields) {
    return new TaskPatch(
        fields.title(),
        null,
        fields.category(),
        false,
        fields.labels(),
        fields.minutes() == null ? null : new TaskPatch.EffortPatch(fields.minutes(), null),
        fields.priority(),
        new RequestedSchedule.Complete(fields.schedule()),
        fields.assignment() == null ? null : AssignmentPatch.of(fields.assignment()));
  }

  private static InteractionReply preview(
      InteractionContext context,
      String text,
      QuickAddResult result,
      QuickAddContext typing,
      TaskId id) {
    var messages = context.messages();
    String echo = QuickAddText.echo(result.fields(), typing);
    boolean creatable = !result.fields().title().isEmpty() && echo.length() <= MAX_FIELD - 2;
    var draft = CommandDraft.of(List.of("quick"), Map.of("text", text));
    var refusal = Objects.requireNonNull(draft).refusal("", messages);
    var kept = Objects.requireNonNull(refusal.embed());
    var fields =
        creatable
            ? Stream.concat(
                    kept.fields().stream(),
                    Stream.of(
                        new Message.Field(
                            messages.format(UNDERSTOOD),
                            "`" + echo.replace('`', '\'') + "`",
                            false)))
                .toList()
            : kept.fields();
    var buttons =
        creatable
            ? Stream.concat(
                    Stream.of(
                        new Message.Button(
                            Message.Style.SUCCESS,
                            messages.format("button.create-understood"),
                            ID_PREFIX + id)),
                    refusal.buttons().stream())
                .toList()
            : refusal.buttons();
    return new InteractionReply.NewMessage(
        new Message(
            messages.format("quick.unclear"),
            new Message.Embed(kept.title(), problems(result, messages), fields, kept.colour()),
            buttons,
            List.of()),
        true);
  }

  /** One line for each problem, with what can be typed instead. */
  private static String problems(QuickAddResult result, MessageBundle messages) {
    var words = MessageBundle.of("quickadd", messages.language());
    return result.problems().stream()
        .limit(MAX_PROBLEMS)
        .map(problem -> {
          String alternatives =
              problem.alternatives().stream()
                  .map(text -> "“" + MarkdownEscape.singleLine(text) + "”")
                  .collect(Collectors.joining(", "));
          String part =
              problem.text().isBlank()
                  ? ""
                  : "“"
                      + MarkdownEscape.singleLine(Truncation.truncate(80, problem.text()))
                      + "” – ";
          return "• "
              + part
              + words.format(problem.code().tag())
              + (alternatives.isEmpty() ? "" : " " + alternatives);
        })
        .collect(Collectors.joining("\n"));
  }

  /** The task's id in the id of the button that creates what was understood; null: another one. */
  public static @Nullable TaskId taskId(String customId) {
    return customId.startsWith(ID_PREFIX)
        ? TaskId.of(customId.substring(ID_PREFIX.length()))
        : null;
  }

  /** Creates what was understood. Pressed twice, the guild refuses the id that is taken. */
  public CompletionStage<InteractionReply> createUnderstood(
      InteractionContext context, Interaction.Component component, TaskId id) {
    String echo = echo(component.embed());
    return typing(context)
        .thenCompose(typing -> {
          var result = QuickAdd.parse(echo, typing);
          if (!result.problems().isEmpty()) {
            // a name or a category is another one by now, or the due has passed
            throw new InvalidInputException(context.messages().format("quick.outdated"));
          }
          return create(context, id, result.fields());
        });
  }

  private static String echo(Message.@Nullable Embed embed) {
    if (embed == null) {
      return "";
    }
    List<String> names =
        Stream.of(MessageLanguage.values())
            .map(language -> DiscordMessages.of(language).format(UNDERSTOOD))
            .toList();
    return embed.fields().stream()
        .filter(field -> names.contains(field.name()))
        .map(field -> field.value().replaceAll("^`|`$", ""))
        .findFirst()
        .orElse("");
  }
}
