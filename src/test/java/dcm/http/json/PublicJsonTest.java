package dcm.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.GuildSerializer;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Notification;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Recurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The public JSON of tasks, notifications and events, with the order of its keys, is frozen. */
class PublicJsonTest {
  private static final Path FOLDER = Path.of("src/test/resources/http");
  private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final MemberId ANNA = new MemberId(101);
  private static final MemberId BRAM = new MemberId(102);

  private static UUID uuid(int number) {
    return new UUID(0x01939a5200007000L, 0x8000000000000000L + number);
  }

  private static Task task(
      int number,
      String title,
      Schedule schedule,
      Occurrence open,
      Occurrence closed,
      MemberId... order) {
    return new Task(
        new TaskId(uuid(number)),
        number,
        title,
        "line\nand \"quotes\" \\ / \u0001 é 漢 \uD83E\uDDF9 <b>",
        number % 2 == 0 ? null : new GroupingId(uuid(90)),
        number % 2 == 0 ? List.of() : List.of(new GroupingId(uuid(91)), new GroupingId(uuid(92))),
        number % 2 == 0 ? Task.Effort.UNKNOWN : new Task.Effort(45, 4),
        number % 2 == 0 ? Task.Priority.NORMAL : Task.Priority.URGENT,
        schedule,
        order.length == 0
            ? Assignment.OPEN
            : new Assignment(Assignment.Strategy.ROUND_ROBIN, List.of(order)),
        open == null ? List.of() : List.of(open),
        closed,
        null,
        ANNA,
        Instant.parse("2026-11-01T08:00:00.123456789Z"),
        1_234_567_890_123L + number);
  }

  private static Occurrence occurrence(
      Occurrence.State state, Due due, MemberId claimedBy, Occurrence.Completion completion) {
    return new Occurrence(
        3,
        state,
        due,
        Instant.parse("2026-11-20T08:00:00Z"),
        List.of(ANNA, BRAM),
        claimedBy,
        state == Occurrence.State.OPEN ? NOW.plusSeconds(60) : null,
        List.of("before-PT24H"),
        completion,
        state == Occurrence.State.DONE ? NOW.minusMillis(1) : null,
        null,
        null);
  }

  private static List<Task> tasks() {
    var atTime = new Due.AtTime(LocalDateTime.parse("2026-11-24T10:00"), AMSTERDAM);
    var inSummer = new Due.AtTime(LocalDateTime.parse("2027-06-24T10:00:30"), ZoneId.of("UTC"));
    var allDay = new Due.AllDay(LocalDate.parse("2026-03-29"), AMSTERDAM);
    var open = occurrence(Occurrence.State.OPEN, atTime, null, null);
    var claimed = occurrence(Occurrence.State.CLAIMED, allDay, BRAM, null);
    var noted = new Occurrence.Completion(ANNA, BRAM, NOW, NOW.plusSeconds(1), "spot\u2028less");
    var done = occurrence(Occurrence.State.DONE, inSummer, null, noted);
    var silent =
        occurrence(
            Occurrence.State.DONE,
            new Due.Never(),
            null,
            new Occurrence.Completion(BRAM, BRAM, NOW, NOW, null));
    return List.of(
        task(1, "once", new Schedule.Once(atTime), open, done, ANNA, BRAM),
        task(2, "never", new Schedule.Once(new Due.Never()), null, silent),
        task(3, "", new Schedule.Once(allDay), claimed, null, BRAM),
        task(4, "daily", recurring("FREQ=DAILY;INTERVAL=2", LocalTime.of(9, 5)), open, null),
        task(5, "weekly", recurring("FREQ=WEEKLY;BYDAY=SA,MO", null), null, null, ANNA),
        task(6, "monthly", recurring("FREQ=MONTHLY;BYMONTHDAY=31", null), claimed, silent),
        task(7, "other", recurring("FREQ=YEARLY;BYMONTH=3", LocalTime.MIDNIGHT), open, done));
  }

  private static Schedule recurring(String rrule, LocalTime time) {
    return new Schedule.Recurring(
        new Recurrence(
            rrule, LocalDate.parse("2026-11-23"), time, AMSTERDAM, Recurrence.MonthEnd.CLAMP),
        Schedule.Anchor.FROM_COMPLETION);
  }

  private static List<Notification> notifications() {
    var notifications = new ArrayList<Notification>();
    for (var stage :
        List.of(
            new ReminderStage.Before(Duration.ofHours(24)),
            new ReminderStage.Snoozed(NOW),
            new ReminderStage.Overdue(Duration.ofMinutes(90)))) {
      notifications.add(
          new Notification(
              70 + notifications.size(),
              ANNA,
              new TaskId(uuid(1)),
              1,
              3,
              "dishes “again”",
              stage,
              notifications.isEmpty(),
              NOW,
              !notifications.isEmpty()));
    }
    return notifications;
  }

  private static RecordedEvent storedEvent(String kind) {
    try {
      var bytes = Files.readAllBytes(Path.of("src/test/resources/events", kind + ".json"));
      return (RecordedEvent) new GuildSerializer().fromBinary(bytes, kind);
    } catch (IOException unreadable) {
      throw new IllegalStateException(kind, unreadable);
    }
  }

  private static void assertFrozen(String file, List<String> lines) throws IOException {
    assertThat(lines).isEqualTo(Files.readAllLines(FOLDER.resolve(file)));
  }

  @Test
  void tasks_are_written_as_before() throws IOException {
    assertFrozen(
        "tasks.jsonl", tasks().stream().map(task -> text(TaskJson.of(task, NOW))).toList());
  }

  @Test
  void notifications_are_written_as_before() throws IOException {
    assertFrozen(
        "notifications.jsonl",
        notifications().stream().map(n -> text(json -> NotificationJson.write(json, n))).toList());
  }

  @Test
  void every_kind_of_event_is_written_as_before() throws IOException {
    var lines = new ArrayList<String>();
    for (var kind : new TreeSet<>(GuildEvent.KINDS.keySet())) {
      var event = storedEvent(kind);
      lines.add(text(json -> EventJson.write(json, event, null, NOW)));
      lines.add(text(json -> EventJson.write(json, event, tasks().getFirst(), NOW)));
    }
    assertFrozen("events.jsonl", lines);
  }

  private static String text(StreamedJson json) {
    return new String(ApiJson.write(json), StandardCharsets.UTF_8);
  }
}
