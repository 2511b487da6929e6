package dcm.template;

import dcm.guild.command.GroupingCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.value.Grouping;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The categories of a guild, as an edge reaches them for its caller. Categories that the rooms of a
 * plan need are reused by name, and created where they are missing and the caller may do so.
 */
public interface RoomCategories {
  CompletionStage<List<Grouping>> existing();

  /** Whether the caller may create categories. */
  CompletionStage<Boolean> mayCreate();

  /** Creates a category; completes also when the guild refused it. */
  CompletionStage<?> create(GroupingCommand.Create command);

  /**
   * The commands of a plan, after its categories were created. A category that another request
   * created meanwhile is used; one that was refused is left out.
   *
   * @param ids new ids
   */
  default CompletionStage<List<TaskCommand.Create>> tasks(TemplatePlan plan, Supplier<UUID> ids) {
    return existing()
        .thenCompose(before -> {
          var missing = plan.missingCategories(before, ids);
          return missing.isEmpty() ? CompletableFuture.completedFuture(before) : created(missing);
        })
        .thenApply(categories -> plan.tasks(categories, ids));
  }

  private CompletionStage<List<Grouping>> created(List<GroupingCommand.Create> missing) {
    return mayCreate()
        .thenCompose(permitted -> {
          CompletionStage<?> all = CompletableFuture.completedFuture(permitted);
          for (var command : permitted ? missing : List.<GroupingCommand.Create>of()) {
            all = all.thenCompose(_ -> create(command));
          }
          return all.thenCompose(_ -> existing());
        });
  }
}
