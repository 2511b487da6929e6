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
 * Sends an event with the parts that its viewer may see at that moment. It caches the tasks that
 * the guild was asked for, the most recent ones within a byte limit.
 */
final class EventRenderer {
  private static final long MAX_BYTES = 64 * 1_024;

  private final OutboundQueue outbound;
  private final InstantSource clock;
  private final LinkedHashMap<TaskId, VisibleTask> visibleTasks = new LinkedHashMap<>();
  private long bytes;

  /**
   * A task with the viewer's permissions; null when it is not visible.
   *
   * @param asOf the guild's revision when it was read
   */
  private record VisibleTask(@Nullable Task task, long asOf) {
    /** Everything but the texts. */
    private static final int OVERHEAD_BYTES = 1_024;

    /** The estimated size in memory. */
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

  /** Clears the cache, because the viewer's permissions may have changed. */
  void clear() {
    visibleTasks.clear();
    bytes = 0;
  }

  void remember(TaskId id, @Nullable Task task, long asOf) {
    var updated = new VisibleTask(task, asOf);
    var previous = visibleTasks.remove(id);
    visibleTasks.put(id, updated);
    bytes += updated.estimatedBytes() - (previous == null ? 0 : previous.estimatedBytes());
    // the most recent one is kept, whatever its size
    while (bytes > MAX_BYTES && visibleTasks.size() > 1) {
      bytes -= visibleTasks.pollFirstEntry().getValue().estimatedBytes();
    }
  }

  /**
   * Sends an event.
   *
   * @return null when it was sent; otherwise the task that must be loaded first
   */
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
      case EventVisibility.OneMember(var member) ->
          send(entry, null, member.equals(subscriber.id()));
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
    // a deleted task: only viewers of all tasks can have seen it
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
