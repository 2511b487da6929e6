package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.guild.Answer;
import dcm.guild.Grouping;
import dcm.guild.GroupingId;
import dcm.guild.GuildQuery;
import dcm.guild.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows under which names the guild files its tasks. */
final class Cabinet {
  private static final Logger LOG = LoggerFactory.getLogger(Cabinet.class);

  private final House house;

  Cabinet(House house) {
    this.house = house;
  }

  /** Never fails: what was done to the task is done, whether or not the names can be told now. */
  CompletionStage<Sheet> sheet(Knock knock, Task task) {
    var category =
        task.category() == null
            ? completedFuture(Map.<GroupingId, String>of())
            : names(knock, Grouping.Kind.CATEGORY);
    var labels =
        task.labels().isEmpty()
            ? completedFuture(Map.<GroupingId, String>of())
            : names(knock, Grouping.Kind.LABEL);
    return category
        .thenCombine(
            labels,
            (categories, all) ->
                new Sheet(
                    task,
                    task.category() == null ? null : categories.get(task.category()),
                    task.labels().stream().map(all::get).filter(Objects::nonNull).toList()))
        .exceptionally(failure -> {
          LOG.warn("Guild {} does not tell its categories: {}", knock.guild(), failure.toString());
          return new Sheet(task, null, List.of());
        });
  }

  private CompletionStage<Map<GroupingId, String>> names(Knock knock, Grouping.Kind kind) {
    return house
        .ask(knock, new GuildQuery.Groupings(kind), Answer.Groupings.class)
        .thenApply(answer ->
            answer.groupings().stream().collect(Collectors.toMap(Grouping::id, Grouping::name)));
  }
}
