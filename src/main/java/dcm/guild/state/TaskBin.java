package dcm.guild.state;

import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Deleted tasks, which can be restored for {@link #RETENTION}.
 *
 * @param characters size of all tasks ({@link TaskState#characters}); derived
 * @param expiries when each task is removed for good; derived
 */
public record TaskBin(
    TreePMap<TaskId, DeletedTask> tasks,
    long characters,
    TreePSet<GuildState.AgendaEntry<TaskId>> expiries) {
  public static final Duration RETENTION = Duration.ofDays(30);

  /** Maximum number of tasks: with more, the one deleted first is removed for good. */
  public static final int MAX_TASKS = 1_000;

  /** Maximum size in characters, which a single task may exceed. */
  public static final int MAX_CHARACTERS = 1_000_000;

  static final TaskBin EMPTY = new TaskBin(TreePMap.empty(), 0, TreePSet.empty());

  /**
   * A deleted task.
   *
   * @param deletedBy null: the system
   */
  public record DeletedTask(TaskState state, Instant deletedAt, @Nullable MemberId deletedBy) {
    private GuildState.AgendaEntry<TaskId> expiry() {
      return new GuildState.AgendaEntry<>(deletedAt.plus(RETENTION), state.task().id());
    }
  }

  public static TaskBin of(@Nullable List<DeletedTask> deleted) {
    TaskBin bin = EMPTY;
    for (DeletedTask task : deleted == null ? List.<DeletedTask>of() : deleted) {
      bin = bin.with(task);
    }
    return bin;
  }

  public @Nullable DeletedTask find(TaskId id) {
    return tasks.get(id);
  }

  public @Nullable DeletedTask find(int number) {
    return tasks.values().stream()
        .filter(deleted -> deleted.state().task().number() == number)
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether one more task can be kept; an empty bin takes any task.
   *
   * @param added its size in characters
   */
  public boolean hasRoomFor(long added) {
    return tasks.isEmpty() || (tasks.size() < MAX_TASKS && characters + added <= MAX_CHARACTERS);
  }

  /** The first instant at which a task is removed for good; null: the bin is empty. */
  @Nullable Instant nextExpiry() {
    return expiries.isEmpty() ? null : expiries.first().at();
  }

  TaskBin with(TaskState state, Instant at, @Nullable MemberId by) {
    return with(new DeletedTask(state, at, by));
  }

  private TaskBin with(DeletedTask deleted) {
    return new TaskBin(
        tasks.plus(deleted.state().task().id(), deleted),
        characters + deleted.state().characters(),
        expiries.plus(deleted.expiry()));
  }

  /** Makes the deletion of a task no action of a member: it was undone with what created it. */
  TaskBin disowned(TaskId id) {
    DeletedTask deleted = tasks.get(id);
    return deleted == null ? this : without(id).with(deleted.state(), deleted.deletedAt(), null);
  }

  TaskBin without(TaskId id) {
    DeletedTask deleted = tasks.get(id);
    return deleted == null
        ? this
        : new TaskBin(
            tasks.minus(id),
            characters - deleted.state().characters(),
            expiries.minus(deleted.expiry()));
  }
}
