package dcm.http.live;

import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says an event as its viewer may see it at this moment. It remembers the tasks that the guild was
 * asked for, the latest of them, as far as there is room.
 */
final class EventRenderer {
  private static final long MAX_BYTES = 64 * 1_024;

  private final OutboundQueue outbound;
  private final InstantSource clock;
  private final LinkedHashMap<TaskId, VisibleTask> visibleTasks = new LinkedHashMap<>();
  private long bytes;

  /**
   * A task as the viewer saw it; null: not at all.
   *
   * @param asOf the guild's revision then
   */
  private record VisibleTask(@Nullable Task task, long asOf) {
    /** Of everything but the texts. */
    private static final int OVERHEAD_BYTES = 1_024;

    /** Roughly what it takes in memory. */
    long estimatedBytes() {
      return task == null
          ? OVERHEAD_BYTES
          : OVERHEAD_BYTES
              + 2L * (task.title().length() + task.description().length())
              + 16L * task.assignment().order().size();
    }
  }

  EventRenderer(OutboundQueue outbound, InstantSource clock) {
    this.outbound = outbound;
    this.clock = clock;
  }

  /** The viewer may see more now, or less. */
  void clear() {
    visibleTasks.clear();
    bytes = 0;
  }

  void remember(TaskId id, @Nullable Task task, long asOf) {
    var updated = new VisibleTask(task, asOf);
    var previous = visibleTasks.remove(id);
    visibleTasks.put(id, updated);
    bytes += updated.estimatedBytes() - (previous == null ? 0 : previous.estimatedBytes());
    // the one that was asked for last stays, however large
    while (bytes > MAX_BYTES && visibleTasks.size() > 1) {
      bytes -= visibleTasks.pollFirstEntry().getValue().estimatedBytes();
    }
  }

  /** Null when it is said; otherwise the task that the guild must be asked for first. */
  @Nullable TaskId render(EventBacklog.Entry entry, Subscriber subscriber) {
    return switch (EventVisibility.of(entry.recorded().event())) {
      case EventVisibility.AllMembers _ -> send(entry, null, true);
      case EventVisibility.Internal _ -> {
        send(entry, null, false);
        renderInboxEvent(entry, subscriber);
        yield null;
      }
      case EventVisibility.PermissionHolders permissionHolders ->
          send(entry, null, subscriber.hasPermission(permissionHolders.permission()));
      case EventVisibility.TaskViewers taskViewers ->
          renderTaskEvent(
              entry, taskViewers.task(), subscriber.hasPermission(Permission.TASK_VIEW_ALL));
    };
  }

  private @Nullable TaskId renderTaskEvent(EventBacklog.Entry entry, TaskId id, boolean seesAll) {
    if (entry.liveEvent() != null && seesAll) {
      outbound.send(entry.liveEvent().frame(clock.instant()));
      return null;
    }
    var visibleTask = visibleTasks.get(id);
    if (visibleTask == null || visibleTask.asOf() < entry.revision()) {
      return id;
    }
    // a task that is gone: only who may see all of them could have seen this one
    return send(entry, visibleTask.task(), visibleTask.task() != null || seesAll);
  }

  private @Nullable TaskId send(EventBacklog.Entry entry, @Nullable Task task, boolean visible) {
    outbound.send(
        visible
            ? ServerFrames.event(entry.revision(), entry.recorded(), task, clock.instant())
            : ServerFrames.hidden(entry.revision()));
    return null;
  }

  private void renderInboxEvent(EventBacklog.Entry entry, Subscriber subscriber) {
    GuildEvent event = entry.recorded().event();
    if (event instanceof NotificationEvent.Posted posted
        && posted.recipient().equals(subscriber.id())) {
      outbound.send(
          ServerFrames.notification(
              entry.revision(), posted, entry.recorded().at(), subscriber.unread()));
    } else if (event instanceof NotificationEvent.Read read
        && read.member().equals(subscriber.id())) {
      outbound.send(ServerFrames.unread(subscriber.unread()));
    }
  }
}
