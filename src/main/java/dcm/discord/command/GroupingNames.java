package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.TaskView;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows under which names the guild files its tasks. */
final class GroupingNames {
  private static final Logger LOG = LoggerFactory.getLogger(GroupingNames.class);

  private final DiscordGuildClient guildClient;

  GroupingNames(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  /** Never fails: what was done to the task is done, whether or not the names can be told now. */
  CompletionStage<TaskView> taskView(InteractionContext context, Task task) {
    var category =
        task.category() == null
            ? completedFuture(Map.<GroupingId, String>of())
            : names(context, Grouping.Kind.CATEGORY);
    var labels =
        task.labels().isEmpty()
            ? completedFuture(Map.<GroupingId, String>of())
            : names(context, Grouping.Kind.LABEL);
    return category
        .thenCombine(
            labels,
            (categoryNames, labelNames) ->
                new TaskView(
                    task,
                    task.category() == null ? null : categoryNames.get(task.category()),
                    task.labels().stream().map(labelNames::get).filter(Objects::nonNull).toList()))
        .exceptionally(failure -> {
          LOG.warn(
              "Guild {}: could not load grouping names: {}", context.guild(), failure.toString());
          return new TaskView(task, null, List.of());
        });
  }

  private CompletionStage<Map<GroupingId, String>> names(
      InteractionContext context, Grouping.Kind kind) {
    return guildClient
        .ask(context, new GuildQuery.Groupings(kind), QueryResult.Groupings.class)
        .thenApply(answer ->
            answer.groupings().stream().collect(Collectors.toMap(Grouping::id, Grouping::name)));
  }
}
