package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Notification;
import dcm.guild.Stage;

/** The public shape of a line in the inbox. */
public final class NotificationJson {
  private NotificationJson() {}

  public static ObjectNode write(Notification notification) {
    var json =
        Json.object()
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

  static ObjectNode write(Stage stage) {
    return switch (stage) {
      case Stage.Before before ->
          Json.object().put("type", "before").put("offset", before.offset().toString());
      case Stage.Snoozed snoozed ->
          Json.object().put("type", "snoozed").put("until", snoozed.until().toString());
      case Stage.Overdue overdue ->
          Json.object().put("type", "overdue").put("after", overdue.after().toString());
    };
  }
}
