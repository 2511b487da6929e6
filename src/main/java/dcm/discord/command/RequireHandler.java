package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.TaskCard;
import dcm.discord.text.ClearWords;
import dcm.discord.text.DurationParser;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.PolicyPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskPolicy.Deadline;
import dcm.guild.value.TaskPolicy.Requirement;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /task require}: what a completion needs, and the deadline. What is not stated stays. */
public final class RequireHandler {
  private static final Map<String, Requirement> REQUIREMENTS =
      Map.of(
          "photo", Requirement.PHOTO, "note", Requirement.NOTE, "approval", Requirement.APPROVAL);
  private static final Pattern SEPARATOR = Pattern.compile("\\s*[;\n]\\s*");

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public RequireHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(
            ref -> guildClient.ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class))
        .thenCompose(answer -> {
          var patch = patch(context, options, answer.task().effectivePolicy());
          return guildClient.decideOnTask(
              context,
              new TaskCommand.Edit(
                  new TaskRef.ById(answer.task().id()),
                  answer.task().revision(),
                  new TaskPatch(null, null, null, false, null, null, null, null, null, patch)));
        })
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.card(), view)
                    .withContent(UndoHandler.text(context, "required.by", view)),
                false));
  }

  private static PolicyPatch patch(
      InteractionContext context, CommandOptions options, TaskPolicy before) {
    List<String> checklist = checklist(options);
    Deadline deadline = deadline(context, options, before.deadline());
    Set<Requirement> requirements = EnumSet.noneOf(Requirement.class);
    requirements.addAll(before.requirements());
    REQUIREMENTS.forEach((option, requirement) -> {
      if (options.has(option)) {
        set(requirements, requirement, options.required(option).equals("on"));
      }
    });
    if (checklist != null) {
      set(requirements, Requirement.CHECKLIST, !checklist.isEmpty());
    }
    boolean stated =
        checklist != null
            || deadline != null
            || REQUIREMENTS.keySet().stream().anyMatch(options::has);
    if (!stated) {
      throw new InvalidInputException(context.messages().format("invalid-input.require"));
    }
    return new PolicyPatch(checklist, requirements, null, deadline, null, null);
  }

  private static void set(Set<Requirement> requirements, Requirement requirement, boolean needed) {
    if (needed) {
      requirements.add(requirement);
    } else {
      requirements.remove(requirement);
    }
  }

  /** Null: it is not stated. */
  private static @Nullable List<String> checklist(CommandOptions options) {
    String typed = options.text("checklist");
    if (typed == null) {
      return null;
    }
    return ClearWords.contain(typed)
        ? List.of()
        : SEPARATOR.splitAsStream(typed.strip()).filter(item -> !item.isBlank()).toList();
  }

  /** Null: it is not stated. */
  private static @Nullable Deadline deadline(
      InteractionContext context, CommandOptions options, Deadline before) {
    String typed = options.text("deadline");
    Deadline.Action action = action(options.text("then"));
    if (typed == null) {
      return action == null ? null : new Deadline(action, before.after());
    }
    List<Duration> durations = DurationParser.parseAll(typed);
    if (durations == null || durations.size() > 1) {
      throw new InvalidInputException(
          context.messages().format("invalid-input.deadline", MarkdownEscape.singleLine(typed)));
    }
    if (durations.isEmpty()) {
      return Deadline.KEEP;
    }
    boolean kept = action == null && before.action() != Deadline.Action.KEEP;
    return new Deadline(
        action != null ? action : kept ? before.action() : Deadline.Action.MISSED,
        durations.getFirst());
  }

  /** An unknown action counts as none: Discord offers a fixed choice. */
  private static Deadline.@Nullable Action action(@Nullable String value) {
    for (var action : Deadline.Action.values()) {
      if (action.name().equals(value)) {
        return action;
      }
    }
    return null;
  }
}
