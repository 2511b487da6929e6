package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.words.Escape;
import dcm.guild.Answer;
import dcm.guild.Grouping;
import dcm.guild.GroupingId;
import dcm.guild.GuildQuery;
import dcm.guild.Member;
import dcm.guild.MemberId;
import dcm.guild.Refusal;
import dcm.guild.Task;
import dcm.guild.TaskId;
import dcm.guild.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people mean when they name something. They may take a suggestion, which comes as an id, or
 * type what they like; what fits more than one thing is asked back. Fails with {@link Misread}.
 */
final class Finder {
  private static final Pattern NUMBER = Pattern.compile("#? ?([0-9]{1,9})");
  private static final Pattern LABEL = Pattern.compile("# ?([0-9]{1,9}) .*", Pattern.DOTALL);
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern MENTION = Pattern.compile("<@!?([0-9]{1,19})>");
  private static final Pattern PARTED = Pattern.compile("[,;\n]");
  private static final Set<String> EVERYONE =
      Set.of("everyone", "everybody", "all", "iedereen", "allemaal", "@everyone");
  private static final int A_FEW = 5;

  private final House house;

  Finder(House house) {
    this.house = house;
  }

  CompletionStage<TaskRef> task(Knock knock, String typed) {
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
        ? labelled(knock, text, new TaskRef.ByNumber(Integer.parseInt(label.group(1))))
        : titled(knock, text);
  }

  private CompletionStage<TaskRef> titled(Knock knock, String text) {
    return house
        .ask(knock, new GuildQuery.SuggestTasks(text), Answer.Tasks.class)
        .thenApply(answer -> new TaskRef.ById(onlyOne(knock, text, answer.tasks()).id()));
  }

  /** A suggestion's own words, typed or pasted; a title may begin like one. */
  private CompletionStage<TaskRef> labelled(Knock knock, String text, TaskRef.ByNumber number) {
    return house
        .ask(knock, new GuildQuery.OneTask(number), Answer.OneTask.class)
        .thenApply(answer -> Suggestions.label(answer.task()))
        .exceptionally(failure -> unlessUnknown(failure))
        .thenCompose(label ->
            label.equalsIgnoreCase(Escape.plain(text))
                ? completedFuture(number)
                : titled(knock, text));
  }

  private static String unlessUnknown(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Declined declined && declined.refusal() instanceof Refusal.UnknownTask) {
      return "";
    }
    throw new CompletionException(cause);
  }

  private static Task onlyOne(Knock knock, String text, List<Task> fitting) {
    var exact = fitting.stream().filter(task -> task.title().equalsIgnoreCase(text)).toList();
    var meant = exact.isEmpty() ? fitting : exact;
    if (meant.isEmpty()) {
      throw new Misread(knock.texts().say("misread.no-task", Escape.line(text)));
    }
    if (meant.size() > 1) {
      var some = meant.stream().limit(A_FEW).map(Names::task).collect(Collectors.joining(", "));
      throw new Misread(knock.texts().say("misread.which-task", some));
    }
    return meant.getFirst();
  }

  /**
   * @return null when nothing was typed
   */
  CompletionStage<@Nullable GroupingId> category(Knock knock, @Nullable String typed) {
    if (typed == null) {
      return completedFuture(null);
    }
    String text = typed.strip();
    if (UUID.matcher(text).matches()) {
      return completedFuture(GroupingId.of(text));
    }
    return house
        .ask(knock, new GuildQuery.Groupings(Grouping.Kind.CATEGORY), Answer.Groupings.class)
        .thenApply(answer ->
            answer.groupings().stream()
                .filter(category -> category.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                    () -> new Misread(knock.texts().say("misread.category", Escape.line(text))))
                .id());
  }

  /** Members in the order in which they were typed, by mention, id or name; empty for everyone. */
  CompletionStage<List<MemberId>> turns(Knock knock, String typed) {
    String text = typed.strip();
    if (EVERYONE.contains(text.toLowerCase(java.util.Locale.ROOT))) {
      return completedFuture(List.of());
    }
    var parts = parts(text);
    if (parts.isEmpty()) {
      return failedFuture(new Misread(knock.texts().say("misread.turns", Escape.line(text))));
    }
    if (parts.stream().allMatch(Finder::isId)) {
      return completedFuture(parts.stream().map(Finder::id).distinct().toList());
    }
    return house
        .ask(knock, new GuildQuery.Members(), Answer.Members.class)
        .thenApply(answer ->
            parts.stream()
                .map(part -> isId(part) ? id(part) : named(knock, part, answer.members()))
                .distinct()
                .toList());
  }

  /** Mentions stand for themselves, wherever they are; names are parted by commas. */
  private static List<String> parts(String text) {
    var parts = new ArrayList<String>();
    for (String part : PARTED.split(MENTION.matcher(text).replaceAll(",$1,"), -1)) {
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

  private static MemberId named(Knock knock, String name, List<Member> members) {
    var meant =
        members.stream()
            .filter(Member::active)
            .filter(member -> member.displayName().equalsIgnoreCase(name))
            .toList();
    if (meant.size() != 1) {
      throw new Misread(knock.texts().say("misread.turns", Escape.line(name)));
    }
    return meant.getFirst().id();
  }
}
