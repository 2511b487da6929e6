package dcm.guild.state;

import dcm.guild.event.GroupingEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The tasks of a guild with its categories and labels.
 *
 * @param idsByNumber the tasks by number, which is the order of iteration
 * @param lastNumber the highest number ever given
 * @param characters of all titles and descriptions
 */
public record TaskCatalog(
    HashPMap<TaskId, TaskState> tasks,
    TreePMap<Integer, TaskId> idsByNumber,
    int lastNumber,
    long characters,
    TreePMap<GroupingId, Grouping> groupings) {
  static final TaskCatalog EMPTY =
      new TaskCatalog(HashTreePMap.empty(), TreePMap.empty(), 0, 0, TreePMap.empty());

  @Nullable
  public TaskState find(TaskRef ref) {
    return switch (ref) {
      case TaskRef.ById byId -> tasks.get(byId.id());
      case TaskRef.ByNumber byNumber -> {
        TaskId id = idsByNumber.get(byNumber.number());
        yield id == null ? null : tasks.get(id);
      }
    };
  }

  @Nullable
  public Grouping find(Grouping.Kind kind, GroupingId id) {
    Grouping found = groupings.get(id);
    return found != null && found.kind() == kind ? found : null;
  }

  /** Name of a task's category; null: it has none. */
  public @Nullable String categoryName(Task task) {
    Grouping category =
        task.category() == null ? null : find(Grouping.Kind.CATEGORY, task.category());
    return category == null ? null : category.name();
  }

  /** Names of a task's labels, in the order of the labels. */
  public List<String> labelNames(Task task) {
    return task.labels().stream()
        .map(label -> find(Grouping.Kind.LABEL, label))
        .filter(Objects::nonNull)
        .map(Grouping::name)
        .toList();
  }

  /** The tasks in order of their numbers. */
  public Stream<TaskState> inNumberOrder() {
    return idsByNumber.values().stream().map(tasks::get).filter(Objects::nonNull);
  }

  TaskCatalog apply(TaskEvent event, RecordedEvent recorded, long revision) {
    return switch (event) {
      case TaskEvent.Created created -> withCreated(created, recorded, revision);
      case TaskEvent.Edited edited -> {
        TaskState taskState = existing(edited.task());
        yield put(taskState.with(taskState.task().with(edited.after(), revision)));
      }
      case TaskEvent.Deleted deleted ->
          new TaskCatalog(
              tasks.minus(deleted.task()),
              idsByNumber.minus(deleted.number()),
              lastNumber,
              characters - characters(tasks.get(deleted.task())),
              groupings);
    };
  }

  TaskCatalog apply(OccurrenceEvent event, RecordedEvent recorded, long revision) {
    return put(existing(event.task()).apply(event, recorded, revision));
  }

  TaskCatalog apply(GroupingEvent event, long revision) {
    return switch (event) {
      case GroupingEvent.Created(var id, var kind, var name, var colour) ->
          put(new Grouping(id, kind, name, colour, revision));
      case GroupingEvent.Edited(var id, var kind, _, _, var name, var colour) ->
          put(new Grouping(id, kind, name, colour, revision));
      case GroupingEvent.Deleted(var id, _, _) -> without(id, revision);
    };
  }

  private TaskState existing(TaskId id) {
    return Objects.requireNonNull(tasks.get(id), "event for an unknown task");
  }

  private TaskCatalog withCreated(
      TaskEvent.Created created, RecordedEvent recorded, long revision) {
    Task task =
        new Task(
            created.task(),
            created.number(),
            created.title(),
            created.description(),
            created.category(),
            created.labels(),
            created.effort(),
            created.priority(),
            created.schedule(),
            created.assignment(),
            null,
            null,
            Objects.requireNonNull(recorded.initiator().member(), "task.created without a member"),
            recorded.at(),
            revision);
    TaskState taskState = TaskState.created(task);
    return new TaskCatalog(
        tasks.plus(task.id(), taskState),
        idsByNumber.plus(task.number(), task.id()),
        Math.max(lastNumber, task.number()),
        charactersWith(taskState),
        groupings);
  }

  private TaskCatalog put(TaskState taskState) {
    return new TaskCatalog(
        tasks.plus(taskState.task().id(), taskState),
        idsByNumber,
        lastNumber,
        charactersWith(taskState),
        groupings);
  }

  /** The number of characters with a task added or replaced. */
  private long charactersWith(TaskState taskState) {
    return characters - characters(tasks.get(taskState.task().id())) + characters(taskState);
  }

  private static long characters(@Nullable TaskState taskState) {
    return taskState == null
        ? 0
        : (long) taskState.task().title().length() + taskState.task().description().length();
  }

  /** Adds a task from a snapshot unchanged. */
  public TaskCatalog withRestored(TaskState taskState) {
    return new TaskCatalog(
        tasks.plus(taskState.task().id(), taskState),
        idsByNumber.plus(taskState.task().number(), taskState.task().id()),
        lastNumber,
        charactersWith(taskState),
        groupings);
  }

  public TaskCatalog put(Grouping grouping) {
    return new TaskCatalog(
        tasks, idsByNumber, lastNumber, characters, groupings.plus(grouping.id(), grouping));
  }

  private TaskCatalog without(GroupingId id, long revision) {
    HashPMap<TaskId, TaskState> remaining = tasks;
    for (Map.Entry<TaskId, TaskState> entry : tasks.entrySet()) {
      Task task = entry.getValue().task();
      if (id.equals(task.category()) || task.labels().contains(id)) {
        Task changed = task.with(without(task.fields(), id), revision);
        remaining = remaining.plus(entry.getKey(), entry.getValue().with(changed));
      }
    }
    return new TaskCatalog(remaining, idsByNumber, lastNumber, characters, groupings.minus(id));
  }

  private static TaskFields without(TaskFields fields, GroupingId id) {
    List<GroupingId> labels = fields.labels().stream().filter(label -> !label.equals(id)).toList();
    return new TaskFields(
        fields.title(),
        fields.description(),
        id.equals(fields.category()) ? null : fields.category(),
        labels,
        fields.effort(),
        fields.priority(),
        fields.schedule(),
        fields.assignment());
  }
}
