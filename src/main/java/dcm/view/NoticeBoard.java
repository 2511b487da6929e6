package dcm.view;

import dcm.guild.GroupingEvent;
import dcm.guild.MemberEvent;
import dcm.guild.NotificationEvent;
import dcm.guild.OccurrenceEvent;
import dcm.guild.PermissionEvent;
import dcm.guild.Recorded;
import dcm.guild.RefusalEvent;
import dcm.guild.SettingsEvent;
import dcm.guild.TaskEvent;
import dcm.journal.Also;
import dcm.journal.JournalHook;
import dcm.journal.SchemaName;
import dcm.journal.WrittenEvent;
import java.util.List;

/**
 * Notes every event in the read tables, in the same transaction: {@code dcm.journal.hook}.
 * Rebuilding does nothing else, so whatever is noted may follow from the events alone.
 */
public final class NoticeBoard implements JournalHook {
  @Override
  public void written(Also also, SchemaName schema, List<WrittenEvent> events) {
    for (var event : events) {
      note(also, schema, event.sequenceNr(), event.payload());
    }
  }

  static void note(Also also, SchemaName schema, long revision, Object payload) {
    if (!(payload instanceof Recorded recorded)) {
      throw new IllegalStateException(
          "%s holds at %d what is no event of a guild: %s"
              .formatted(schema, revision, payload.getClass().getName()));
    }
    var note = new Note(also, schema, revision, recorded);
    switch (recorded.event()) {
      case TaskEvent event -> TaskNotes.note(note, event);
      case OccurrenceEvent event -> OccurrenceNotes.note(note, event);
      case MemberEvent event -> MemberNotes.note(note, event);
      case PermissionEvent event -> PermissionNotes.note(note, event);
      case SettingsEvent event -> GuildNotes.note(note, event);
      case NotificationEvent event -> WakeUpNotes.note(note, event);
      case RefusalEvent event -> RefusalNotes.note(note, event);
      case GroupingEvent _ -> {
        // nothing is read of categories and labels but what the guild itself knows
      }
    }
  }
}
