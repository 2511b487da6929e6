package dcm.http.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Notification;
import dcm.guild.value.Task;
import dcm.http.json.EventJson;
import dcm.http.json.NotificationJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Frames from the server. */
final class ServerFrames {
  private ServerFrames() {}

  static OutgoingFrame hello(long revision) {
    return OutgoingFrame.of(frame("hello").put("revision", revision).toString());
  }

  static OutgoingFrame resync(long revision) {
    return OutgoingFrame.of(frame("resync").put("revision", revision).toString());
  }

  static OutgoingFrame pong() {
    return OutgoingFrame.of(frame("pong").toString());
  }

  static OutgoingFrame hidden(long revision) {
    return OutgoingFrame.of(frame("event").put("revision", revision).toString());
  }

  /**
   * An event with its task.
   *
   * @param now decides whether the task is overdue
   */
  static OutgoingFrame event(
      long revision, RecordedEvent recorded, @Nullable Task task, Instant now) {
    var json = frame("event").put("revision", revision);
    json.set("event", EventJson.write(recorded, task, now));
    return OutgoingFrame.of(json.toString());
  }

  static OutgoingFrame notification(
      long revision, NotificationEvent.Posted posted, Instant at, int unread) {
    var json = frame("notification").put("unread", unread);
    json.set(
        "notification",
        NotificationJson.write(
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
                false)));
    return OutgoingFrame.of(json.toString());
  }

  /** The number of unread notifications only: the viewer read some, perhaps in another window. */
  static OutgoingFrame unread(int unread) {
    return OutgoingFrame.of(
        frame("notification").put("unread", unread).putNull("notification").toString());
  }

  private static ObjectNode frame(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
