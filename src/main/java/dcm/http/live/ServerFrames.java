package dcm.http.live;

import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Notification;
import dcm.guild.value.Task;
import dcm.http.json.ApiJson;
import dcm.http.json.EventJson;
import dcm.http.json.NotificationJson;
import dcm.http.json.StreamedJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Frames from the server. */
final class ServerFrames {
  private ServerFrames() {}

  static OutgoingFrame hello(long revision) {
    return withRevision("hello", revision);
  }

  static OutgoingFrame resync(long revision) {
    return withRevision("resync", revision);
  }

  static OutgoingFrame pong() {
    return frame("pong", _ -> {});
  }

  static OutgoingFrame hidden(long revision) {
    return withRevision("event", revision);
  }

  /**
   * An event with its task.
   *
   * @param now decides whether the task is overdue
   */
  static OutgoingFrame event(
      long revision, RecordedEvent recorded, @Nullable Task task, Instant now) {
    return frame(
        "event",
        json -> {
          json.writeNumberField("revision", revision);
          json.writeFieldName("event");
          EventJson.write(json, recorded, task, now);
        });
  }

  static OutgoingFrame notification(
      long revision, NotificationEvent.Posted posted, Instant at, int unread) {
    var notification =
        new Notification(
            revision,
            posted.recipient(),
            posted.task(),
            posted.number(),
            posted.ordinal(),
            posted.title(),
            posted.stage(),
            posted.late(),
            at,
            false);
    return frame(
        "notification",
        json -> {
          json.writeNumberField("unread", unread);
          json.writeFieldName("notification");
          NotificationJson.write(json, notification);
        });
  }

  /** The number of unread notifications only: the viewer read some, perhaps in another window. */
  static OutgoingFrame unread(int unread) {
    return frame(
        "notification",
        json -> {
          json.writeNumberField("unread", unread);
          json.writeNullField("notification");
        });
  }

  private static OutgoingFrame withRevision(String type, long revision) {
    return frame(type, json -> json.writeNumberField("revision", revision));
  }

  private static OutgoingFrame frame(String type, StreamedJson fields) {
    return OutgoingFrame.of(
        ApiJson.writeText(
            (StreamedJson)
                json -> {
                  json.writeStartObject();
                  json.writeStringField("type", type);
                  fields.writeTo(json);
                  json.writeEndObject();
                }));
  }
}
