package dcm.http.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Notification;
import dcm.guild.NotificationEvent;
import dcm.guild.Recorded;
import dcm.guild.Task;
import dcm.http.EventJson;
import dcm.http.NotificationJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is said on a WebSocket. */
final class Frames {
  private Frames() {}

  static String hello(long revision) {
    return frame("hello").put("revision", revision).toString();
  }

  static String resync(long revision) {
    return frame("resync").put("revision", revision).toString();
  }

  static String pong() {
    return frame("pong").toString();
  }

  static String hidden(long revision) {
    return frame("event").put("revision", revision).toString();
  }

  /**
   * @param now decides whether the task is overdue
   */
  static String event(long revision, Recorded recorded, @Nullable Task task, Instant now) {
    var json = frame("event").put("revision", revision);
    json.set("event", EventJson.write(recorded, task, now));
    return json.toString();
  }

  static String notification(
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
    return json.toString();
  }

  /** The counter alone: the viewer read some, perhaps in another window. */
  static String unread(int unread) {
    return frame("notification").put("unread", unread).putNull("notification").toString();
  }

  private static ObjectNode frame(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
