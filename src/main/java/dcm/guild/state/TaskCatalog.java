package dcm.guild.state;

import dcm.guild.event.GroupingEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Swap;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskGroup;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The tasks of a guild with its categories and labels.
 *
 * @param index the tasks in the orders of lists; derived
 * @param bin deleted tasks that can be restored
 * @param lastNumber the highest number ever given
 * @param characters size of all tasks but those in the bin ({@link TaskState#characters}); derived
 * @param taskGroups tasks that want the same or different members, by the name of their group;
 *     derived
 * @param dueDays the tasks with occurrences of each local day, open or among their closings;
 *     derived
 */
@RecordBuilder
public record TaskCatalog(
    TreePMap<TaskId, TaskState> tasks,
    TaskIndex index,
    TaskBin bin,
    int lastNumber,
    long characters,
    TreePMap<GroupingId, Grouping> groupings,
    HashPMap<String, TreePSet<TaskId>> taskGroups,
    HashPMap<LocalDate, TreePSet<TaskId>> dueDays)
    implements TaskCatalogBuilder.With {
  public static final TaskCatalog EMPTY =
      new TaskCatalog(
          TreePMap.empty(),
          TaskIndex.EMPTY,
          TaskBin.EMPTY,
          0,
          0,
          TreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty());

  @Nullable
  public TaskState find(TaskRef ref) {
    return switch (ref) {
      case TaskRef.ById byId -> tasks.get(byId.id());
      case TaskRef.ByNumber byNumber -> {
        IndexedTask found = index.find(byNumber.number());
        yield found == null ? null : found.state();
      }
    };
  }

  @Nullable
  public Grouping find(Grouping.Kind kind, GroupingId id) {
    Grouping found = groupings.get(id);
    return found != null && found.kind() == kind ? found : null;
  }

  /** The tasks of a group, by id. */
  public Iterable<TaskId> groupTasks(String group) {
    return taskGroups.getOrDefault(group, TreePSet.empty());
  }

  /** The tasks that have or had an occurrence on a day, by id, as far as it can be undone. */
  public Iterable<TaskId> dueOn(LocalDate day) {
    return dueDays.getOrDefault(day, TreePSet.empty());
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

  /** The tasks of a selection in order of their numbers. */
  public Stream<TaskState> inNumberOrder(TaskSelection selection) {
    return index.byNumber().list(selection).stream().map(IndexedTask::state);
  }

  TaskCatalog apply(TaskEvent event, RecordedEvent recorded, long revision) {
    return switch (event) {
      case TaskEvent.Created created -> withCreated(created, recorded, revision);
      case TaskEvent.Edited edited ->
          put(existing(edited.task()).edited(edited, recorded, revision));
      case TaskEvent.Split split -> put(existing(split.task()).split(split, recorded, revision));
      case TaskEvent.SplitUndone undone ->
          put(existing(undone.task()).joined(undone, revision))
              .withBin(bin.disowned(undone.following()));
      case TaskEvent.Deleted deleted -> withDeleted(deleted, recorded);
      case TaskEvent.Restored restored -> {
        TaskBin.DeletedTask deleted = bin.find(restored.task());
        yield deleted == null
            ? this
            : put(deleted.state().withTask(restored(deleted.state().task(), revision)))
                .withBin(bin.without(restored.task()));
      }
      case TaskEvent.Purged purged -> withBin(bin.without(purged.task()));
    };
  }

  TaskCatalog apply(OccurrenceEvent event, RecordedEvent recorded, long revision) {
    return put(existing(event.task()).apply(event, recorded, revision));
  }

  /** The tasks of a swap that is accepted, before its occurrences change hands. */
  TaskCatalog swapped(Swap swap, MemberId acceptor, Instant at) {
    List<UndoableAction.Side> sides =
        Stream.of(
                side(swap.occurrence(), swap.from(), acceptor, swap.permanent()),
                side(swap.inExchange(), acceptor, swap.from(), swap.permanent()))
            .filter(Objects::nonNull)
            .toList();
    UndoableAction action = new UndoableAction.Swapped(acceptor, at, sides);
    TaskCatalog result = this;
    for (UndoableAction.Side side : sides) {
      result = result.put(result.existing(side.task()).withLastAction(action));
    }
    return result;
  }

  private UndoableAction.@Nullable Side side(
      @Nullable OccurrenceRef ref, MemberId from, MemberId to, boolean permanent) {
    TaskState taskState = ref == null ? null : tasks.get(ref.task());
    Occurrence open = taskState == null ? null : taskState.task().open(ref.ordinal());
    return open == null
        ? null
        : new UndoableAction.Side(
            ref.task(),
            open.ordinal(),
            open.assignees(),
            open.handedOver(from, to),
            open.claimedBy(),
            permanent ? taskState.task().assignment() : null);
  }

  /** What a member had got for the occurrence that an event names; null: nothing is known. */
  @Nullable Payment payment(PointsEvent.Recorded event) {
    TaskState taskState = event.task() == null ? null : tasks.get(event.task());
    return taskState == null || event.ordinal() == null
        ? null
        : taskState.payment(event.ordinal(), event.member());
  }

  TaskCatalog apply(PointsEvent.Recorded event, long revision) {
    Payment before = payment(event);
    TaskState taskState = event.task() == null ? null : tasks.get(event.task());
    return before == null || taskState == null
        ? this
        : put(taskState.paid(before.apply(event, revision)));
  }

  /** Records that a member acted on an occurrence; one that is closed does not change. */
  TaskCatalog touched(TaskId id, int ordinal) {
    TaskState taskState = tasks.get(id);
    Occurrence open = taskState == null ? null : taskState.task().open(ordinal);
    return open == null || open.touched() ? this : put(taskState.touched(open));
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

  private TaskCatalog withDeleted(TaskEvent.Deleted deleted, RecordedEvent recorded) {
    TaskState taskState = existing(deleted.task());
    return with(changed ->
        changed
            .tasks(tasks.minus(deleted.task()))
            .index(index.without(deleted.number()))
            .bin(bin.with(taskState, recorded.at(), recorded.initiator().member()))
            .taskGroups(regrouped(taskState, null))
            .dueDays(dueDays(taskState, null))
            .characters(characters - characters(taskState)));
  }

  /** A task from the bin, without the categories and labels that were deleted meanwhile. */
  private Task restored(Task task, long revision) {
    GroupingId category = task.category();
    boolean known = category == null || find(Grouping.Kind.CATEGORY, category) != null;
    return task.with(changed ->
        changed
            .category(known ? category : null)
            .labels(
                task.labels().stream()
                    .filter(label -> find(Grouping.Kind.LABEL, label) != null)
                    .toList())
            .revision(revision));
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
            List.of(),
            null,
            created.policy(),
            Objects.requireNonNull(recorded.initiator().member(), "task.created without a member"),
            recorded.at(),
            revision);
    return put(TaskState.created(task)).withLastNumber(Math.max(lastNumber, task.number()));
  }

  /** Adds or replaces a task. */
  public TaskCatalog put(TaskState taskState) {
    TaskState before = tasks.get(taskState.task().id());
    return with(changed ->
        changed
            .tasks(tasks.plus(taskState.task().id(), taskState))
            .index(index.with(taskState))
            .taskGroups(regrouped(before, taskState))
            .dueDays(dueDays(before, taskState))
            .characters(characters - characters(before) + characters(taskState)));
  }

  private HashPMap<String, TreePSet<TaskId>> regrouped(
      @Nullable TaskState before, @Nullable TaskState after) {
    String old = group(before);
    String now = group(after);
    if (Objects.equals(old, now)) {
      return taskGroups;
    }
    HashPMap<String, TreePSet<TaskId>> groups = taskGroups;
    if (old != null && before != null) {
      TreePSet<TaskId> remaining =
          groups.getOrDefault(old, TreePSet.<TaskId>empty()).minus(before.task().id());
      groups = remaining.isEmpty() ? groups.minus(old) : groups.plus(old, remaining);
    }
    if (now != null && after != null) {
      groups =
          groups.plus(
              now, groups.getOrDefault(now, TreePSet.<TaskId>empty()).plus(after.task().id()));
    }
    return groups;
  }

  private HashPMap<LocalDate, TreePSet<TaskId>> dueDays(
      @Nullable TaskState before, @Nullable TaskState after) {
    TaskState known = after == null ? before : after;
    if (known == null || (before != null && after != null && before.hasOccurrencesOf(after))) {
      return dueDays;
    }
    TaskId id = known.task().id();
    Set<LocalDate> old = before == null ? Set.of() : before.dueDays();
    Set<LocalDate> now = after == null ? Set.of() : after.dueDays();
    HashPMap<LocalDate, TreePSet<TaskId>> days = dueDays;
    for (LocalDate day : old) {
      if (!now.contains(day)) {
        TreePSet<TaskId> remaining = days.getOrDefault(day, TreePSet.<TaskId>empty()).minus(id);
        days = remaining.isEmpty() ? days.minus(day) : days.plus(day, remaining);
      }
    }
    for (LocalDate day : now) {
      if (!old.contains(day)) {
        days = days.plus(day, days.getOrDefault(day, TreePSet.<TaskId>empty()).plus(id));
      }
    }
    return days;
  }

  private static @Nullable String group(@Nullable TaskState taskState) {
    TaskGroup group = taskState == null ? null : taskState.task().assignment().group();
    return group == null ? null : group.name();
  }

  private static long characters(@Nullable TaskState taskState) {
    return taskState == null ? 0 : taskState.characters();
  }

  public TaskCatalog put(Grouping grouping) {
    return withGroupings(groupings.plus(grouping.id(), grouping));
  }

  private TaskCatalog without(GroupingId id, long revision) {
    TaskCatalog remaining = withGroupings(groupings.minus(id));
    for (TaskState taskState : tasks.values()) {
      Task task = taskState.task();
      if (id.equals(task.category()) || task.labels().contains(id)) {
        Task changed = task.with(without(task.fields(), id), revision);
        remaining = remaining.put(taskState.withTask(changed));
      }
    }
    return remaining;
  }

  private static TaskFields without(TaskFields fields, GroupingId id) {
    return fields.with(changed ->
        changed
            .category(id.equals(fields.category()) ? null : fields.category())
            .labels(fields.labels().stream().filter(label -> !label.equals(id)).toList()));
  }
}
