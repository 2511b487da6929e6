package dcm.guild.state;

import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Attachment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.TaskId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The photos of a guild, without their bytes.
 *
 * @param count of all photos
 * @param bytes of all photos and thumbnails, which the quota counts
 */
public record Attachments(
    TreePMap<TaskId, TreePMap<AttachmentId, Attachment>> byTask, int count, long bytes) {
  public static final Attachments EMPTY = new Attachments(TreePMap.empty(), 0, 0);

  /** A photo of a task; null: it has none with this id. */
  public @Nullable Attachment find(TaskId task, AttachmentId id) {
    return ofTask(task).get(id);
  }

  /** The photos of an occurrence, the oldest first. */
  public List<Attachment> ofOccurrence(TaskId task, int ordinal) {
    return ofTask(task).values().stream()
        .filter(attachment -> attachment.ordinal() == ordinal)
        .toList();
  }

  /** All photos, in the order of tasks and ids. */
  public Stream<Attachment> all() {
    return byTask.values().stream().flatMap(ofTask -> ofTask.values().stream());
  }

  private TreePMap<AttachmentId, Attachment> ofTask(TaskId task) {
    return byTask.getOrDefault(task, TreePMap.empty());
  }

  Attachments apply(AttachmentEvent event, RecordedEvent recorded) {
    return switch (event) {
      case AttachmentEvent.Added added ->
          put(
              new Attachment(
                  added.id(),
                  added.task(),
                  added.ordinal(),
                  Objects.requireNonNull(
                      recorded.initiator().member(), "attachment.added without a member"),
                  recorded.at(),
                  added.mediaType(),
                  added.bytes()));
      case AttachmentEvent.Removed removed -> without(removed.task(), removed.id());
    };
  }

  public Attachments put(Attachment attachment) {
    return new Attachments(
        byTask.plus(attachment.task(), ofTask(attachment.task()).plus(attachment.id(), attachment)),
        count + 1,
        bytes + attachment.bytes());
  }

  private Attachments without(TaskId task, AttachmentId id) {
    Attachment removed = find(task, id);
    if (removed == null) {
      return this;
    }
    TreePMap<AttachmentId, Attachment> rest = ofTask(task).minus(id);
    return new Attachments(
        rest.isEmpty() ? byTask.minus(task) : byTask.plus(task, rest),
        count - 1,
        bytes - removed.bytes());
  }

  /** Without the photos of a task that no longer exists. */
  Attachments without(TaskId task) {
    TreePMap<AttachmentId, Attachment> removed = ofTask(task);
    return removed.isEmpty()
        ? this
        : new Attachments(
            byTask.minus(task),
            count - removed.size(),
            bytes - removed.values().stream().mapToLong(Attachment::bytes).sum());
  }
}
