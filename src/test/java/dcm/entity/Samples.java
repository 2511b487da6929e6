package dcm.entity;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.GUESTS;

import dcm.guild.Assignment;
import dcm.guild.By;
import dcm.guild.ChannelId;
import dcm.guild.CommandId;
import dcm.guild.Delivery;
import dcm.guild.DeliveryId;
import dcm.guild.Door;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.Grouping;
import dcm.guild.GroupingEvent;
import dcm.guild.GroupingId;
import dcm.guild.GuildChannel;
import dcm.guild.GuildEvent;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.MemberEvent;
import dcm.guild.NotificationCommand;
import dcm.guild.NotificationEvent;
import dcm.guild.OccurrenceEvent;
import dcm.guild.Permission;
import dcm.guild.PermissionEvent;
import dcm.guild.Priority;
import dcm.guild.Recorded;
import dcm.guild.Recurrence;
import dcm.guild.RefusalEvent;
import dcm.guild.Route;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import dcm.guild.SettingsEvent;
import dcm.guild.Stage;
import dcm.guild.TaskCommand;
import dcm.guild.TaskEvent;
import dcm.guild.TaskFields;
import dcm.guild.TaskId;
import dcm.guild.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of each that the journal keeps, with every field filled. */
final class Samples {
  private static final TaskId TASK = TaskId.of("01939a52-0000-7000-8000-000000000001");
  private static final GroupingId KITCHEN = GroupingId.of("01939a52-0000-7000-8000-000000000002");
  private static final GroupingId HEAVY = GroupingId.of("01939a52-0000-7000-8000-000000000003");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00.123456789Z");
  private static final DeliveryId DELIVERY = new DeliveryId("12.2.before-PT24H.dm-" + BEN);
  private static final DeliveryId INSTEAD =
      new DeliveryId("12.2.before-PT24H.ch-" + CHANNEL + "-for-" + BEN);

  private static final Settings SETTINGS = Settings.INITIAL.inZone(AMSTERDAM);

  private Samples() {}

  static Recorded recorded(GuildEvent event) {
    return new Recorded(
        event,
        AT,
        new By(ANNA, Door.DASHBOARD),
        CommandId.of("01939a52-0000-4000-8000-00000000000c"),
        "sha-of-what-was-asked");
  }

  static List<GuildEvent> events() {
    return List.of(
        created(),
        new TaskEvent.Edited(TASK, before(), after()),
        new TaskEvent.Deleted(TASK, 12, "bathroom"),
        new OccurrenceEvent.Opened(
            TASK, 2, new Due.AllDay(LocalDate.of(2026, 11, 28), AMSTERDAM), List.of(BEN)),
        new OccurrenceEvent.Assigned(TASK, 2, List.of(BEN), List.of(ANNA)),
        new OccurrenceEvent.Claimed(TASK, 2, ANNA),
        new OccurrenceEvent.Released(TASK, 2, ANNA),
        new OccurrenceEvent.Completed(
            TASK, 2, BEN, ANNA, AT.minus(Duration.ofHours(1)), "also the \"mirror\" 🪞"),
        new OccurrenceEvent.Skipped(TASK, 2, "away", true),
        new OccurrenceEvent.Snoozed(TASK, 2, AT.plus(Duration.ofHours(1))),
        new OccurrenceEvent.Reminded(TASK, 2, List.of("before-PT24H", "before-PT0S")),
        new OccurrenceEvent.Withdrawn(TASK, 3),
        new OccurrenceEvent.Reopened(TASK, 2),
        new GroupingEvent.Created(KITCHEN, Grouping.Kind.CATEGORY, "Kitchen", "#3fa7d6"),
        new GroupingEvent.Edited(
            HEAVY, Grouping.Kind.LABEL, "heavy", "#000000", "very heavy", "#111111"),
        new GroupingEvent.Deleted(HEAVY, Grouping.Kind.LABEL, "very heavy"),
        new MemberEvent.Observed(BEN, "Ben", Set.of(GUESTS), Set.of(), true, "nl", 4),
        new MemberEvent.ProfileEdited(BEN, ZoneId.of("Europe/London"), "en-GB"),
        new MemberEvent.Left(BEN, 5),
        new PermissionEvent.Granted(EVERYONE, Set.of(Permission.TASK_CREATE, Permission.TASK_EDIT)),
        new PermissionEvent.Revoked(GUESTS, Set.of(Permission.AUDIT_VIEW)),
        new SettingsEvent.GuildObserved(
            "Huize Anna", Map.of(GUESTS, "guests"), "nl", CHANNEL, null),
        new SettingsEvent.ChannelsObserved(
            List.of(new GuildChannel(CHANNEL, "chores", GuildChannel.Type.TEXT, true)),
            List.of(new ChannelId(721))),
        new SettingsEvent.Slept(),
        new SettingsEvent.Restored(40, AT.minusSeconds(3600), 90),
        new SettingsEvent.Changed(SETTINGS, SETTINGS),
        new NotificationEvent.Queued(delivery(new Route.DirectMessage(BEN))),
        new NotificationEvent.Retried(DELIVERY, 2, AT.plusSeconds(60)),
        new NotificationEvent.Delivered(DELIVERY, "1234567890"),
        new NotificationEvent.Failed(DELIVERY, "50007", true),
        new NotificationEvent.Withdrawn(DELIVERY),
        new NotificationEvent.FellBack(DELIVERY, INSTEAD),
        new NotificationEvent.Posted(BEN, TASK, 12, 2, "bathroom", new Stage.Snoozed(AT), true),
        new NotificationEvent.Read(BEN, 77),
        new NotificationEvent.OutageShown(BEN),
        new NotificationEvent.WakeUpPlanned(AT),
        new NotificationEvent.WakeUpCancelled(),
        new RefusalEvent("task.delete", Permission.TASK_DELETE, TASK));
  }

  /** A house where a bit of everything happened. */
  static GuildSnapshot snapshot() {
    GuildFixture house = GuildFixture.house();
    TaskId once = house.create(ANNA, GuildFixture.once("dishes", "2026-11-25T11:00"));
    house.create(ANNA, GuildFixture.draft("bathroom", weekly(), GuildFixture.turns(BEN, ANNA)));
    house.does(BEN, new TaskCommand.Claim(GuildFixture.ref(once), null));
    house.does(BEN, new TaskCommand.Complete(GuildFixture.ref(once), null, null, null, "clean"));
    house.does(BEN, new TaskCommand.Skip(new TaskRef.ByNumber(2), null, "away", true));
    house.now = GuildFixture.instant("2026-12-05T11:00");
    house.clockwork(new NotificationCommand.WakeUp());
    return house.guild.snapshot();
  }

  private static Schedule weekly() {
    return new Schedule.Recurring(
        new Recurrence(
            "FREQ=WEEKLY;BYDAY=SA",
            LocalDate.of(2026, 11, 23),
            LocalTime.of(11, 0),
            AMSTERDAM,
            Recurrence.MonthEnd.SKIP),
        Schedule.Anchor.FROM_DUE);
  }

  private static TaskEvent.Created created() {
    return new TaskEvent.Created(
        TASK,
        12,
        "bathroom",
        "with\nthe mirror",
        KITCHEN,
        List.of(HEAVY),
        new Effort(30, 4),
        Priority.HIGH,
        weekly(),
        new Assignment(Assignment.Strategy.ROUND_ROBIN, List.of(BEN, ANNA)));
  }

  private static TaskFields before() {
    return new TaskFields(
        "bathroom",
        "",
        null,
        List.of(),
        Effort.UNKNOWN,
        Priority.NORMAL,
        new Schedule.Once(new Due.Never()),
        Assignment.OPEN);
  }

  private static TaskFields after() {
    return new TaskFields(
        "bathroom",
        "mirror",
        KITCHEN,
        List.of(HEAVY),
        new Effort(5, 2),
        Priority.URGENT,
        new Schedule.Once(GuildFixture.at("2026-11-28T11:00")),
        new Assignment(Assignment.Strategy.FIXED, List.of(BEN)));
  }

  private static Delivery delivery(Route route) {
    return new Delivery(
        DELIVERY,
        route,
        new Stage.Before(Duration.ofHours(24)),
        TASK,
        2,
        List.of(BEN),
        true,
        AT,
        1,
        AT.plusSeconds(15));
  }
}
