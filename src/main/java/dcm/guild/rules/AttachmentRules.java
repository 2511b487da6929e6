package dcm.guild.rules;

import dcm.guild.command.AttachmentCommand;
import dcm.guild.event.AttachmentEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.Attachments;
import dcm.guild.state.TaskState;
import dcm.guild.value.Attachment;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on the photos of an occurrence. */
final class AttachmentRules {
  static final int MAX_PER_OCCURRENCE = 10;

  /** The guild's state has an entry for each. */
  static final int MAX_PER_GUILD = 5_000;

  private AttachmentRules() {}

  static @Nullable Refusal decide(DecisionContext context, AttachmentCommand command) {
    TaskState taskState = context.visibleTask(command.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(command.task());
    }
    return switch (command) {
      case AttachmentCommand.Add add -> add(context, taskState, add);
      case AttachmentCommand.Remove remove -> remove(context, taskState, remove);
    };
  }

  private static @Nullable Refusal add(
      DecisionContext context, TaskState taskState, AttachmentCommand.Add add) {
    Occurrence occurrence = occurrence(taskState, add.ordinal());
    if (occurrence == null) {
      return add.ordinal() == null
          ? new Refusal.WrongState(null)
          : new Refusal.UnknownOccurrence(add.ordinal());
    }
    Refusal refusal = checkMayAdd(context, taskState, occurrence);
    if (refusal == null) {
      refusal = checkLimits(context.state().attachments(), taskState, occurrence, add);
    }
    if (refusal == null) {
      context.emit(
          new AttachmentEvent.Added(
              taskState.task().id(), occurrence.ordinal(), add.id(), add.mediaType(), add.bytes()));
    }
    return refusal;
  }

  /** The occurrence that is meant: an open one, or the one closed last. */
  private static @Nullable Occurrence occurrence(TaskState taskState, @Nullable Integer ordinal) {
    Occurrence open = ordinal == null ? taskState.task().open() : taskState.task().open(ordinal);
    Occurrence closed = taskState.task().closed();
    if (open != null || ordinal == null) {
      return open == null ? closed : open;
    }
    return closed != null && closed.ordinal() == ordinal ? closed : null;
  }

  /**
   * Allows whoever may complete the occurrence to add photos. After it was closed, as long as its
   * closing may be undone: a photo that was forgotten.
   */
  private static @Nullable Refusal checkMayAdd(
      DecisionContext context, TaskState taskState, Occurrence occurrence) {
    Duration window = context.state().profile().settings().undoWindow();
    boolean tooLate =
        occurrence.closedAt() != null && context.at().isAfter(occurrence.closedAt().plus(window));
    if (tooLate) {
      return new Refusal.WrongState(occurrence.state());
    }
    boolean own =
        occurrence.completion() != null
            && (occurrence.completion().by().equals(context.caller().id())
                || occurrence.completion().loggedBy().equals(context.caller().id()));
    return own
        ? context.checkPermission(Permission.TASK_COMPLETE)
        : OccurrenceRules.checkPermission(
            context, taskState, occurrence, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
  }

  private static @Nullable Refusal checkLimits(
      Attachments attachments,
      TaskState taskState,
      Occurrence occurrence,
      AttachmentCommand.Add add) {
    if (attachments.find(taskState.task().id(), add.id()) != null) {
      return new Refusal.Invalid(
          List.of(new Refusal.FieldError("id", "taken", "this id is already in use")));
    }
    List<Attachment> siblings =
        attachments.ofOccurrence(taskState.task().id(), occurrence.ordinal());
    if (siblings.size() >= MAX_PER_OCCURRENCE) {
      return new Refusal.TooManyAttachments(MAX_PER_OCCURRENCE);
    }
    if (attachments.count() >= MAX_PER_GUILD) {
      return new Refusal.TooMany("photos", MAX_PER_GUILD);
    }
    return attachments.bytes() + add.bytes() > add.quota()
        ? new Refusal.StorageFull(attachments.bytes(), add.quota())
        : null;
  }

  /**
   * The uploader removes a photo while the occurrence is open. Afterwards it may be a proof, and
   * only members with TASK_EDIT remove it.
   */
  private static @Nullable Refusal remove(
      DecisionContext context, TaskState taskState, AttachmentCommand.Remove remove) {
    Attachment attachment = context.state().attachments().find(taskState.task().id(), remove.id());
    if (attachment == null) {
      return new Refusal.UnknownAttachment(remove.id());
    }
    Occurrence occurrence = occurrence(taskState, attachment.ordinal());
    boolean ownAndOpen =
        attachment.uploader().equals(context.caller().id())
            && occurrence != null
            && occurrence.active();
    Refusal denied = ownAndOpen ? null : context.checkPermission(Permission.TASK_EDIT);
    if (denied == null) {
      context.emit(
          new AttachmentEvent.Removed(
              taskState.task().id(), attachment.ordinal(), attachment.id(), attachment.bytes()));
    }
    return denied;
  }
}
