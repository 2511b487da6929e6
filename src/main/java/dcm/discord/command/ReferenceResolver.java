package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolver of typed references to tasks, categories and members. A chosen suggestion arrives as an
 * id; other text is a number, a title or a name. Fails with {@link InvalidInputException} when the
 * text fits nothing or more than one candidate.
 */
public final class ReferenceResolver {
  private static final Pattern NUMBER = Pattern.compile("#? ?([0-9]{1,9})");
  private static final Pattern LABEL = Pattern.compile("# ?([0-9]{1,9}) .*", Pattern.DOTALL);
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern MENTION = Pattern.compile("<@!?([0-9]{1,19})>");
  private static final Pattern SEPARATOR = Pattern.compile("[,;\n]");
  private static final Pattern AND = Pattern.compile("(?i)\\s+(?:and|en)\\s+@?|\\s*[&+]\\s*@?");
  private static final Set<String> EVERYONE =
      Set.of("everyone", "everybody", "all", "iedereen", "allemaal", "@everyone");
  private static final int MAX_EXAMPLES = 5;
  private static final int MAX_CLOSED = 25;

  private final DiscordGuildClient guildClient;

  public ReferenceResolver(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  CompletionStage<TaskRef> task(InteractionContext context, String typed) {
    String text = typed.strip();
    var number = NUMBER.matcher(text);
    if (number.matches()) {
      return completedFuture(new TaskRef.ByNumber(Integer.parseInt(number.group(1))));
    }
    if (UUID.matcher(text).matches()) {
      return completedFuture(new TaskRef.ById(TaskId.of(text)));
    }
    var label = LABEL.matcher(text);
    return label.matches()
        ? byLabel(context, text, new TaskRef.ByNumber(Integer.parseInt(label.group(1))))
        : byTitle(context, text);
  }

  /**
   * A deleted task by its suggestion, number or label; titles of deleted tasks are not searched.
   */
  TaskRef deletedTask(InteractionContext context, String typed) {
    String text = typed.strip();
    if (UUID.matcher(text).matches()) {
      return new TaskRef.ById(TaskId.of(text));
    }
    for (var pattern : List.of(NUMBER, LABEL)) {
      var number = pattern.matcher(text);
      if (number.matches()) {
        return new TaskRef.ByNumber(Integer.parseInt(number.group(1)));
      }
    }
    throw new InvalidInputException(
        context.messages().format("invalid-input.deleted-task", MarkdownEscape.singleLine(text)));
  }

  private CompletionStage<TaskRef> byTitle(InteractionContext context, String text) {
    return guildClient
        .ask(context, new GuildQuery.SuggestTasks(text), QueryResult.SuggestedTasks.class)
        .thenCompose(answer ->
            answer.tasks().isEmpty() ? closedTasks(context, text) : completedFuture(answer.tasks()))
        .thenApply(tasks -> new TaskRef.ById(single(context, text, tasks).id()));
  }

  /** Tasks of which nothing is open any more, the last changed first. */
  private CompletionStage<List<Task>> closedTasks(InteractionContext context, String text) {
    var filter = new TaskFilter(null, null, null, null, null, null, text);
    return guildClient
        .ask(
            context,
            new GuildQuery.Tasks(filter, TaskFilter.Sort.CHANGED, 0, MAX_CLOSED),
            QueryResult.Tasks.class)
        .thenApply(answer ->
            answer.tasks().stream()
                .filter(task ->
                    task.title().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                .toList());
  }

  /** Resolves the pasted text of a suggestion; a title may look like one. */
  private CompletionStage<TaskRef> byLabel(
      InteractionContext context, String text, TaskRef.ByNumber number) {
    return guildClient
        .ask(context, new GuildQuery.OneTask(number), QueryResult.OneTask.class)
        .thenApply(answer -> AutocompleteHandler.label(answer.task()))
        .exceptionally(failure -> emptyIfUnknown(failure))
        .thenCompose(label ->
            label.equalsIgnoreCase(MarkdownEscape.plainText(text))
                ? completedFuture(number)
                : byTitle(context, text));
  }

  private static String emptyIfUnknown(Throwable failure) {
    Throwable cause = AsyncFailures.cause(failure);
    if (cause instanceof RefusedException refused
        && refused.refusal() instanceof Refusal.UnknownTask) {
      return "";
    }
    throw new CompletionException(cause);
  }

  private static Task single(InteractionContext context, String text, List<Task> candidates) {
    var exactMatches =
        candidates.stream().filter(task -> task.title().equalsIgnoreCase(text)).toList();
    var matches = exactMatches.isEmpty() ? candidates : exactMatches;
    if (matches.isEmpty()) {
      throw new InvalidInputException(
          context.messages().format("invalid-input.no-task", MarkdownEscape.singleLine(text)));
    }
    if (matches.size() > 1) {
      var examples =
          matches.stream()
              .limit(MAX_EXAMPLES)
              .map(DiscordFormat::task)
              .collect(Collectors.joining(", "));
      throw new InvalidInputException(
          context.messages().format("invalid-input.which-task", examples));
    }
    return matches.getFirst();
  }

  /**
   * @return null without input
   */
  CompletionStage<@Nullable GroupingId> category(
      InteractionContext context, @Nullable String typed) {
    if (typed == null) {
      return completedFuture(null);
    }
    String text = typed.strip();
    if (UUID.matcher(text).matches()) {
      return completedFuture(GroupingId.of(text));
    }
    return guildClient
        .ask(context, new GuildQuery.Groupings(Grouping.Kind.CATEGORY), QueryResult.Groupings.class)
        .thenApply(answer ->
            answer.groupings().stream()
                .filter(category -> category.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                    new InvalidInputException(
                        context
                            .messages()
                            .format("invalid-input.category", MarkdownEscape.singleLine(text))))
                .id());
  }

  /** Members by mention, id or name, in the typed order; empty for everyone. */
  CompletionStage<List<MemberId>> assigneeOrder(InteractionContext context, String typed) {
    String text = typed.strip();
    if (EVERYONE.contains(text.toLowerCase(Locale.ROOT))) {
      return completedFuture(List.of());
    }
    var parts = splitNames(text);
    if (parts.isEmpty()) {
      return failedFuture(
          new InvalidInputException(
              context.messages().format("invalid-input.turns", MarkdownEscape.singleLine(text))));
    }
    if (parts.stream().allMatch(ReferenceResolver::isId)) {
      return completedFuture(parts.stream().map(ReferenceResolver::id).distinct().toList());
    }
    return guildClient
        .ask(context, new GuildQuery.Members(), QueryResult.Members.class)
        .thenApply(answer ->
            parts.stream()
                .flatMap(part -> splitAtAnd(part, answer.members()))
                .map(part -> isId(part) ? id(part) : byName(context, part, answer.members()))
                .distinct()
                .toList());
  }

  /** Members by mention, id or name; each name as it was typed. */
  CompletionStage<Map<String, MemberId>> membersByName(
      InteractionContext context, List<String> names) {
    return guildClient
        .ask(context, new GuildQuery.Members(), QueryResult.Members.class)
        .thenApply(answer -> {
          var members = new HashMap<String, MemberId>();
          for (String name : names) {
            String clean = MENTION.matcher(name).replaceAll("$1").replaceFirst("^@", "").strip();
            members.put(name, isId(clean) ? id(clean) : byName(context, clean, answer.members()));
          }
          return members;
        });
  }

  /** "Milan en Noor" are two members, unless one has that name. */
  private static Stream<String> splitAtAnd(String part, List<Member> members) {
    boolean isName =
        members.stream().anyMatch(member -> member.displayName().equalsIgnoreCase(part));
    return isName || isId(part) ? Stream.of(part) : AND.splitAsStream(part).map(String::strip);
  }

  /** Splits at separators and around mentions, which need no separator. */
  private static List<String> splitNames(String text) {
    var parts = new ArrayList<String>();
    for (String part : SEPARATOR.split(MENTION.matcher(text).replaceAll(",$1,"), -1)) {
      String clean = part.strip().replaceFirst("^@", "").replaceFirst("^(and|en) ", "");
      if (!clean.isEmpty() && !clean.equals("and") && !clean.equals("en")) {
        parts.add(clean);
      }
    }
    return parts;
  }

  private static boolean isId(String part) {
    if (!part.matches("[1-9][0-9]{14,18}")) {
      return false;
    }
    try {
      return Long.parseLong(part) > 0;
    } catch (NumberFormatException beyondEverySnowflake) {
      return false;
    }
  }

  private static MemberId id(String part) {
    return MemberId.of(part);
  }

  private static MemberId byName(InteractionContext context, String name, List<Member> members) {
    var matches =
        members.stream()
            .filter(Member::active)
            .filter(member -> member.displayName().equalsIgnoreCase(name))
            .toList();
    if (matches.size() != 1) {
      throw new InvalidInputException(
          context.messages().format("invalid-input.member", MarkdownEscape.singleLine(name)));
    }
    return matches.getFirst().id();
  }
}
