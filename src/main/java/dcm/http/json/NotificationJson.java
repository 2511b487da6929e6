package dcm.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.Notification;
import dcm.guild.value.ReminderStage;

/** The public JSON of an in-app notification. */
public final class NotificationJson {
  private NotificationJson() {}

  public static ObjectNode write(Notification notification) {
    var json =
        ApiJson.object()
            .put("revision", notification.revision())
            .put("task", notification.task().toString())
            .put("number", notification.number())
            .put("ordinal", notification.ordinal())
            .put("title", notification.title());
    json.set("stage", write(notification.stage()));
    return json.put("late", notification.late())
        .put("at", notification.at().toString())
        .put("read", notification.read());
  }

  static ObjectNode write(ReminderStage stage) {
    return switch (stage) {
      case ReminderStage.Before before ->
          ApiJson.object().put("type", "before").put("offset", before.offset().toString());
      case ReminderStage.Snoozed snoozed ->
          ApiJson.object().put("type", "snoozed").put("until", snoozed.until().toString());
      case ReminderStage.Overdue overdue ->
          ApiJson.object().put("type", "overdue").put("after", overdue.after().toString());
    };
  }
}
