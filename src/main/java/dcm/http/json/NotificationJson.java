package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.Notification;
import dcm.guild.value.ReminderStage;
import java.io.IOException;

/** The public JSON of an in-app notification. */
public final class NotificationJson {
  private NotificationJson() {}

  public static void write(JsonGenerator json, Notification notification) throws IOException {
    json.writeStartObject();
    json.writeNumberField("revision", notification.revision());
    json.writeStringField("task", notification.task().toString());
    json.writeNumberField("number", notification.number());
    json.writeNumberField("ordinal", notification.ordinal());
    json.writeStringField("title", notification.title());
    json.writeFieldName("stage");
    write(json, notification.stage());
    json.writeBooleanField("late", notification.late());
    json.writeStringField("at", notification.at().toString());
    json.writeBooleanField("read", notification.read());
    json.writeEndObject();
  }

  static void write(JsonGenerator json, ReminderStage stage) throws IOException {
    json.writeStartObject();
    switch (stage) {
      case ReminderStage.Before before -> {
        json.writeStringField("type", "before");
        json.writeStringField("offset", before.offset().toString());
      }
      case ReminderStage.Snoozed snoozed -> {
        json.writeStringField("type", "snoozed");
        json.writeStringField("until", snoozed.until().toString());
      }
      case ReminderStage.Nudged nudged -> {
        json.writeStringField("type", "nudged");
        json.writeStringField("by", nudged.by().toString());
      }
      // never in an inbox, but in the outbox
      case ReminderStage.Welcome _ -> json.writeStringField("type", "welcome");
      case ReminderStage.Overdue overdue -> {
        json.writeStringField("type", "overdue");
        json.writeStringField("after", overdue.after().toString());
      }
    }
    json.writeEndObject();
  }
}
