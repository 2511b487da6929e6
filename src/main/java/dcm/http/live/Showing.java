package dcm.http.live;

import dcm.guild.GuildEvent;
import dcm.guild.NotificationEvent;
import dcm.guild.Permission;
import dcm.guild.Task;
import dcm.guild.TaskId;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says an event as its viewer may see it at this moment. It remembers the tasks that the guild was
 * asked for, the latest of them, as far as there is room.
 */
final class Showing {
  private static final long MAX_BYTES = 64 * 1_024;

  private final Mouth mouth;
  private final LinkedHashMap<TaskId, Glimpse> glimpses = new LinkedHashMap<>();
  private long bytes;

  /**
   * A task as the viewer saw it; null: not at all.
   *
   * @param asOf the guild's revision then
   */
  private record Glimpse(@Nullable Task task, long asOf) {
    /** Of everything but the texts. */
    private static final int OVERHEAD = 1_024;

    /** Roughly what it takes in memory. */
    long bytes() {
      return task == null
          ? OVERHEAD
          : OVERHEAD
              + 2L * (task.title().length() + task.description().length())
              + 16L * task.assignment().order().size();
    }
  }

  Showing(Mouth mouth) {
    this.mouth = mouth;
  }

  /** The viewer may see more now, or less. */
  void forget() {
    glimpses.clear();
    bytes = 0;
  }

  void saw(TaskId id, @Nullable Task task, long asOf) {
    var seen = new Glimpse(task, asOf);
    var before = glimpses.remove(id);
    glimpses.put(id, seen);
    bytes += seen.bytes() - (before == null ? 0 : before.bytes());
    // the one that was asked for last stays, however large
    while (bytes > MAX_BYTES && glimpses.size() > 1) {
      bytes -= glimpses.pollFirstEntry().getValue().bytes();
    }
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
    if (entry.live() != null && seesAll) {
      mouth.say(entry.live().frame(Instant.now()));
      return null;
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
