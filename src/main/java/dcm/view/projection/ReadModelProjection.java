package dcm.view.projection;

import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.CommentEvent;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.event.WorkloadEvent;
import dcm.journal.InlineProjection;
import dcm.journal.WrittenEvent;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import java.util.List;

/**
 * Projects every event to the read model tables, in its transaction: {@code
 * dcm.journal.inline-projection}. A rebuild does the same, so rows may depend on nothing but the
 * events.
 */
public final class ReadModelProjection implements InlineProjection {
  @Override
  public void project(StatementBatch batch, SchemaName schema, List<WrittenEvent> events) {
    var createdTasks = new CreatedTasks();
    for (var event : events) {
      project(batch, createdTasks, schema, event.sequenceNr(), event.payload());
    }
  }

  /**
   * Projects one event.
   *
   * @param createdTasks one instance for all events of the batch, in order
   */
  public static void project(
      StatementBatch batch,
      CreatedTasks createdTasks,
      SchemaName schema,
      long revision,
      Object payload) {
    if (!(payload instanceof RecordedEvent recorded)) {
      throw new IllegalStateException(
          "%s, sequence number %d: payload is not a guild event: %s"
              .formatted(schema, revision, payload.getClass().getName()));
    }
    var context = new ProjectionContext(batch, createdTasks, schema, revision, recorded);
    switch (recorded.event()) {
      case TaskEvent event -> TaskProjection.project(context, event);
      case OccurrenceEvent event -> OccurrenceProjection.project(context, event);
      case MemberEvent event -> MemberProjection.project(context, event);
      case PermissionEvent event -> PermissionProjection.project(context, event);
      case SettingsEvent event -> GuildProjection.project(context, event);
      case NotificationEvent event -> WakeUpProjection.project(context, event);
      case AttachmentEvent event -> AttachmentProjection.project(context, event);
      case CommentEvent event -> CommentProjection.project(context, event);
      case PointsEvent event -> PointsProjection.project(context, event);
      case CommandRefused event -> RefusalProjection.project(context, event);
      case CalendarTokenEvent _ -> {
        // only the guild's own state is asked for tokens
      }
      case SwapEvent _ -> {
        // open offers are only queried from the guild's own state
      }
      case WorkloadEvent _ -> {
        // balances are only queried from the guild's own state
      }
      case ImportEvent _ -> {
        // the rows of imports are no read model: they exist before the first event
      }
      case GroupingEvent _ -> {
        // categories and labels are only queried from the guild's own state
      }
    }
  }
}
