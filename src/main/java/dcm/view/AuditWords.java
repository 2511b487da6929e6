package dcm.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.GroupingEvent;
import dcm.guild.GuildEvent;
import dcm.guild.MemberEvent;
import dcm.guild.NotificationEvent;
import dcm.guild.OccurrenceEvent;
import dcm.guild.PermissionEvent;
import dcm.guild.RefusalEvent;
import dcm.guild.SettingsEvent;
import dcm.guild.TaskEvent;
import dcm.guild.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of an event what was before and what is after. */
final class AuditWords {
  private AuditWords() {}

  /** The line of an event; empty for what changes nothing that people see. */
  static Optional<AuditLine> line(PastEvent past) {
    var event = past.recorded().event();
    return switch (event) {
      case NotificationEvent about -> line(past, about);
      case TaskEvent about ->
          Optional.of(line(past, about.task(), null, before(about), after(about)));
      case OccurrenceEvent about ->
          Optional.of(line(past, about.task(), about.ordinal(), before(about), after(about)));
      case GroupingEvent about -> Optional.of(line(past, null, null, before(about), after(about)));
      case MemberEvent about -> Optional.of(line(past, null, null, before(about), fields(about)));
      case PermissionEvent about ->
          Optional.of(line(past, null, null, Json.empty(), fields(about)));
      case SettingsEvent.ChannelsObserved _ -> Optional.empty();
      case SettingsEvent about -> Optional.of(line(past, null, null, before(about), after(about)));
      case RefusalEvent about ->
          Optional.of(line(past, about.task(), null, Json.empty(), fields(about)));
    };
  }

  /** Of messages: those that people might miss. */
  private static Optional<AuditLine> line(PastEvent past, NotificationEvent event) {
    return switch (event) {
      case NotificationEvent.Failed failed ->
          failed.settled()
              ? Optional.of(line(past, null, null, Json.empty(), fields(failed)))
              : Optional.empty();
      case NotificationEvent.Withdrawn withdrawn ->
          Optional.of(line(past, null, null, Json.empty(), fields(withdrawn)));
      case NotificationEvent.FellBack fellBack ->
          Optional.of(line(past, null, null, Json.empty(), fields(fellBack)));
      case NotificationEvent.Queued _,
          NotificationEvent.Retried _,
          NotificationEvent.Delivered _,
          NotificationEvent.Posted _,
          NotificationEvent.OutageShown _,
          NotificationEvent.Read _,
          NotificationEvent.WakeUpPlanned _,
          NotificationEvent.WakeUpCancelled _ ->
          Optional.empty();
    };
  }

  private static ObjectNode before(TaskEvent event) {
    return switch (event) {
      case TaskEvent.Created _ -> Json.empty();
      case TaskEvent.Edited edited -> changed(edited.before(), edited.after());
      case TaskEvent.Deleted deleted -> fields(deleted);
    };
  }

  private static ObjectNode after(TaskEvent event) {
    return switch (event) {
      case TaskEvent.Created created -> fields(created);
      case TaskEvent.Edited edited -> changed(edited.after(), edited.before());
      case TaskEvent.Deleted _ -> Json.empty();
    };
  }

  private static ObjectNode before(OccurrenceEvent event) {
    return event instanceof OccurrenceEvent.Assigned assigned
        ? Json.tree(Map.of("assignees", assigned.before()))
        : Json.empty();
  }

  private static ObjectNode after(OccurrenceEvent event) {
    return event instanceof OccurrenceEvent.Assigned assigned
        ? Json.tree(Map.of("assignees", assigned.after()))
        : fields(event);
  }

  private static ObjectNode before(GroupingEvent event) {
    return switch (event) {
      case GroupingEvent.Created _ -> Json.empty();
      case GroupingEvent.Edited edited ->
          Json.empty().put("name", edited.nameBefore()).put("colour", edited.colourBefore());
      case GroupingEvent.Deleted deleted -> fields(deleted);
    };
  }

  private static ObjectNode after(GroupingEvent event) {
    return switch (event) {
      case GroupingEvent.Created created -> fields(created);
      case GroupingEvent.Edited edited ->
          fields(edited).without(List.of("nameBefore", "colourBefore"));
      case GroupingEvent.Deleted _ -> Json.empty();
    };
  }

  private static ObjectNode before(MemberEvent event) {
    return event instanceof MemberEvent.Observed observed && observed.before() != null
        ? Json.tree(Map.of("roles", observed.before()))
        : Json.empty();
  }

  private static ObjectNode before(SettingsEvent event) {
    return event instanceof SettingsEvent.Changed changed
        ? changed(changed.before(), changed.after())
        : Json.empty();
  }

  private static ObjectNode after(SettingsEvent event) {
    return event instanceof SettingsEvent.Changed changed
        ? changed(changed.after(), changed.before())
        : fields(event);
  }

  /** An event's own fields, without those that the line has already. */
  private static ObjectNode fields(GuildEvent event) {
    return Json.tree(event).without(List.of("type", "task", "ordinal", "before"));
  }

  /** What is different in {@code one}. */
  private static ObjectNode changed(Object one, Object other) {
    var fields = Json.tree(one);
    var others = Json.tree(other);
    fields.properties().removeIf(field -> field.getValue().equals(others.get(field.getKey())));
    return fields;
  }

  private static AuditLine line(
      PastEvent past,
      @Nullable TaskId task,
      @Nullable Integer ordinal,
      ObjectNode before,
      ObjectNode after) {
    var recorded = past.recorded();
    return new AuditLine(
        past.revision(),
        recorded.at(),
        recorded.by(),
        recorded.event().kind(),
        task,
        ordinal,
        before,
        after);
  }
}
