package dcm.guild;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The tasks of a guild and the categories and labels they are found under.
 *
 * @param numbers the tasks by number: the one order in which they are gone through
 * @param lastNumber the highest number ever given
 * @param characters of all titles and descriptions together
 */
record Board(
    HashPMap<TaskId, Chore> chores,
    TreePMap<Integer, TaskId> numbers,
    int lastNumber,
    long characters,
    TreePMap<GroupingId, Grouping> groupings) {
  static final Board EMPTY =
      new Board(HashTreePMap.empty(), TreePMap.empty(), 0, 0, TreePMap.empty());

  @Nullable Chore find(TaskRef ref) {
    return switch (ref) {
      case TaskRef.ById byId -> chores.get(byId.id());
      case TaskRef.ByNumber byNumber -> {
        TaskId id = numbers.get(byNumber.number());
        yield id == null ? null : chores.get(id);
      }
    };
  }

  @Nullable Grouping find(Grouping.Kind kind, GroupingId id) {
    Grouping found = groupings.get(id);
    return found != null && found.kind() == kind ? found : null;
  }

  /** By number. */
  Stream<Chore> all() {
    return numbers.values().stream().map(chores::get).filter(Objects::nonNull);
  }

  Board apply(TaskEvent event, Recorded recorded, long revision) {
    return switch (event) {
      case TaskEvent.Created created -> created(created, recorded, revision);
      case TaskEvent.Edited edited -> {
        Chore chore = known(edited.task());
        yield put(chore.with(chore.task().with(edited.after(), revision)));
      }
      case TaskEvent.Deleted deleted ->
          new Board(
              chores.minus(deleted.task()),
              numbers.minus(deleted.number()),
              lastNumber,
              characters - characters(chores.get(deleted.task())),
              groupings);
    };
  }

  Board apply(OccurrenceEvent event, Recorded recorded, long revision) {
    return put(known(event.task()).apply(event, recorded, revision));
  }

  Board apply(GroupingEvent event, long revision) {
    return switch (event) {
      case GroupingEvent.Created(var id, var kind, var name, var colour) ->
          put(new Grouping(id, kind, name, colour, revision));
      case GroupingEvent.Edited(var id, var kind, _, _, var name, var colour) ->
          put(new Grouping(id, kind, name, colour, revision));
      case GroupingEvent.Deleted(var id, _, _) -> without(id, revision);
    };
  }

  private Chore known(TaskId id) {
    return Objects.requireNonNull(chores.get(id), "an event on a task that was never created");
  }

  private Board created(TaskEvent.Created created, Recorded recorded, long revision) {
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
            Objects.requireNonNull(recorded.by().member(), "a task is created by somebody"),
            recorded.at(),
            revision);
    Chore chore = Chore.created(task);
    return new Board(
        chores.plus(task.id(), chore),
        numbers.plus(task.number(), task.id()),
        Math.max(lastNumber, task.number()),
        with(chore),
        groupings);
  }

  private Board put(Chore chore) {
    return new Board(
        chores.plus(chore.task().id(), chore), numbers, lastNumber, with(chore), groupings);
  }

  /** All characters once this one is there, in the place of its former self if it has one. */
  private long with(Chore chore) {
    return characters - characters(chores.get(chore.task().id())) + characters(chore);
  }

  private static long characters(@Nullable Chore chore) {
    return chore == null
        ? 0
        : (long) chore.task().title().length() + chore.task().description().length();
  }

  /** A task that was kept as it is. */
  Board restored(Chore chore) {
    return new Board(
        chores.plus(chore.task().id(), chore),
        numbers.plus(chore.task().number(), chore.task().id()),
        lastNumber,
        with(chore),
        groupings);
  }

  Board put(Grouping grouping) {
    return new Board(
        chores, numbers, lastNumber, characters, groupings.plus(grouping.id(), grouping));
  }

  private Board without(GroupingId id, long revision) {
    HashPMap<TaskId, Chore> left = chores;
    for (Map.Entry<TaskId, Chore> entry : chores.entrySet()) {
      Task task = entry.getValue().task();
      if (id.equals(task.category()) || task.labels().contains(id)) {
        Task changed = task.with(without(task.fields(), id), revision);
        left = left.plus(entry.getKey(), entry.getValue().with(changed));
      }
    }
    return new Board(left, numbers, lastNumber, characters, groupings.minus(id));
  }

  private static TaskFields without(TaskFields of, GroupingId id) {
    List<GroupingId> labels = of.labels().stream().filter(label -> !label.equals(id)).toList();
    return new TaskFields(
        of.title(),
        of.description(),
        id.equals(of.category()) ? null : of.category(),
        labels,
        of.effort(),
        of.priority(),
        of.schedule(),
        of.assignment());
  }
}
