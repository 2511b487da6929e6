package dcm.http.live;

import dcm.guild.GuildEvent;
import dcm.guild.NotificationEvent;
import dcm.guild.Permission;
import dcm.guild.Task;
import dcm.guild.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says an event as its viewer may see it at this moment. */
final class Showing {
  private final Mouth mouth;
  private final Map<TaskId, Glimpse> glimpses = new HashMap<>();

  /**
   * A task as the viewer saw it; null: not at all.
   *
   * @param asOf the guild's revision then
   */
  private record Glimpse(@Nullable Task task, long asOf) {}

  Showing(Mouth mouth) {
    this.mouth = mouth;
  }

  /** The viewer may see more now, or less. */
  void forget() {
    glimpses.clear();
  }

  void saw(TaskId id, @Nullable Task task, long asOf) {
    glimpses.put(id, new Glimpse(task, asOf));
  }

  /** Null when it is said; otherwise the task that the guild must be asked for first. */
  @Nullable TaskId show(Backlog.Entry entry, Viewer viewer) {
    return switch (Sight.of(entry.recorded().event())) {
      case Sight.Everybody _ -> say(entry, null, true);
      case Sight.Nobody _ -> {
        say(entry, null, false);
        inbox(entry, viewer);
        yield null;
      }
      case Sight.With with -> say(entry, null, viewer.may(with.permission()));
      case Sight.OfTask of -> task(entry, of.task(), viewer.may(Permission.TASK_VIEW_ALL));
    };
  }

  private @Nullable TaskId task(Backlog.Entry entry, TaskId id, boolean seesAll) {
    if (entry.live() && seesAll) {
      return say(entry, entry.task(), true);
    }
    var glimpse = glimpses.get(id);
    if (glimpse == null || glimpse.asOf() < entry.revision()) {
      return id;
    }
    // a task that is gone: only who may see all of them could have seen this one
    return say(entry, glimpse.task(), glimpse.task() != null || seesAll);
  }

  private @Nullable TaskId say(Backlog.Entry entry, @Nullable Task task, boolean visible) {
    mouth.say(
        visible
            ? Frames.event(entry.revision(), entry.recorded(), task, Instant.now())
            : Frames.hidden(entry.revision()));
    return null;
  }

  private void inbox(Backlog.Entry entry, Viewer viewer) {
    GuildEvent event = entry.recorded().event();
    if (event instanceof NotificationEvent.Posted posted
        && posted.recipient().equals(viewer.id())) {
      mouth.say(
          Frames.notification(entry.revision(), posted, entry.recorded().at(), viewer.unread()));
    } else if (event instanceof NotificationEvent.Read read && read.member().equals(viewer.id())) {
      mouth.say(Frames.unread(viewer.unread()));
    }
  }
}
