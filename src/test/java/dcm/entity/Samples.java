package dcm.entity;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.GUESTS;

import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.CommentEvent;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.event.WorkloadEvent;
import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Assignment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.BoardLayout;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.CommentId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.ImportId;
import dcm.guild.value.Initiator;
import dcm.guild.value.MemberId;
import dcm.guild.value.MessageId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.PointsReason;
import dcm.guild.value.Recurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import dcm.guild.value.Swap;
import dcm.guild.value.SwapId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One sample of each type in the journal, with every field set. */
final class Samples {
  private static final TaskId TASK = TaskId.of("01939a52-0000-7000-8000-000000000001");
  private static final GroupingId KITCHEN = GroupingId.of("01939a52-0000-7000-8000-000000000002");
  private static final GroupingId HEAVY = GroupingId.of("01939a52-0000-7000-8000-000000000003");
  private static final AttachmentId PHOTO = AttachmentId.of("01939a52-0000-7000-8000-000000000004");
  private static final CommentId COMMENT = CommentId.of("01939a52-0000-7000-8000-000000000005");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00.123456789Z");
  private static final AbsenceId ABSENCE = AbsenceId.of("01939a52-0000-7000-8000-0000000000ab");
  private static final CalendarTokenId CALENDAR_TOKEN =
      CalendarTokenId.of("01939a52-0000-7000-8000-0000000000ad");
  private static final ImportId IMPORT = ImportId.of("01939a52-0000-7000-8000-0000000000ae");
  private static final SwapId SWAP = SwapId.of("01939a52-0000-7000-8000-0000000000ac");
  private static final DeliveryId DELIVERY = new DeliveryId("12.2.before-PT24H.dm-" + BEN);
  private static final DeliveryId INSTEAD =
      new DeliveryId("12.2.before-PT24H.ch-" + CHANNEL + "-for-" + BEN);

  private static final GuildSettings SETTINGS = GuildSettings.INITIAL.withZone(AMSTERDAM);

  private Samples() {}

  private static Schedule weekly(String rrule) {
    return new Schedule.Recurring(
        new Recurrence(
            rrule,
            LocalDate.of(2026, 11, 28),
            LocalTime.of(11, 0),
            AMSTERDAM,
            Recurrence.MonthEnd.CLAMP),
        Schedule.Anchor.FROM_DUE);
  }

  static RecordedEvent recorded(GuildEvent event) {
    return new RecordedEvent(
        event,
        AT,
        new Initiator(ANNA, Origin.DASHBOARD),
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
        new OccurrenceEvent.ChecklistTicked(TASK, 2, Set.of(0), Set.of(0, 2)),
        new OccurrenceEvent.PartCompleted(TASK, 2, BEN, ANNA, AT, "my half"),
        new OccurrenceEvent.Submitted(TASK, 2, BEN, BEN, AT, null),
        new OccurrenceEvent.Approved(TASK, 2, ANNA),
        new OccurrenceEvent.Rejected(TASK, 2, ANNA, "the corners"),
        new OccurrenceEvent.Missed(TASK, 2, List.of(BEN)),
        new OccurrenceEvent.Expired(TASK, 2),
        new OccurrenceEvent.Rescheduled(
            TASK,
            2,
            new Due.AllDay(LocalDate.of(2026, 11, 28), AMSTERDAM),
            new Due.AllDay(LocalDate.of(2026, 11, 29), AMSTERDAM),
            new Due.AllDay(LocalDate.of(2026, 11, 28), AMSTERDAM)),
        new OccurrenceEvent.DeadlineApplied(TASK, 2),
        new OccurrenceEvent.FollowUpPlanned(TASK, 2, AT),
        new OccurrenceEvent.ReportWithdrawn(TASK, 2, BEN, AT),
        new TaskEvent.Split(
            TASK,
            LocalDate.of(2026, 12, 5),
            weekly("FREQ=WEEKLY;BYDAY=SA"),
            weekly("FREQ=WEEKLY;BYDAY=SA;UNTIL=20261204"),
            TaskId.of("01939a52-0000-7000-8000-0000000000ad"),
            13),
        new TaskEvent.SplitUndone(
            TASK,
            weekly("FREQ=WEEKLY;BYDAY=SA;UNTIL=20261204"),
            weekly("FREQ=WEEKLY;BYDAY=SA"),
            TaskId.of("01939a52-0000-7000-8000-0000000000ad"),
            13),
        new TaskEvent.Restored(TASK, 12, "bathroom"),
        new TaskEvent.Purged(TASK, 12),
        new GroupingEvent.Created(KITCHEN, Grouping.Kind.CATEGORY, "Kitchen", "#3fa7d6"),
        new GroupingEvent.Edited(
            HEAVY, Grouping.Kind.LABEL, "heavy", "#000000", "very heavy", "#111111"),
        new GroupingEvent.Deleted(HEAVY, Grouping.Kind.LABEL, "very heavy"),
        new MemberEvent.Observed(BEN, "Ben", Set.of(GUESTS), Set.of(), true, "nl", 4),
        new MemberEvent.ProfileEdited(BEN, ZoneId.of("Europe/London"), "en-GB"),
        new MemberEvent.Left(BEN, 5),
        new MemberEvent.Forgotten(BEN, MemberId.pseudonym(1)),
        new MemberEvent.AbsenceAdded(
            BEN,
            new Absence(ABSENCE, AT, AT.plus(Duration.ofDays(9)), Set.of(TASK), "skiing", null)),
        new MemberEvent.AbsenceStarted(BEN, ABSENCE),
        new MemberEvent.AbsenceEnded(BEN, ABSENCE),
        new MemberEvent.AbsenceRemoved(BEN, ABSENCE),
        new SwapEvent.Offered(
            new Swap(
                SWAP,
                new OccurrenceRef(TASK, 2),
                BEN,
                ANNA,
                new OccurrenceRef(TASK, 3),
                true,
                "please")),
        new SwapEvent.Accepted(SWAP, TASK, 2, ANNA),
        new SwapEvent.Declined(SWAP, TASK, 2, ANNA),
        new SwapEvent.Withdrawn(SWAP, TASK, 2),
        new CalendarTokenEvent.Created(
            new CalendarToken(CALENDAR_TOKEN, ANNA, CalendarToken.Scope.OWN, AT)),
        new CalendarTokenEvent.Revoked(CALENDAR_TOKEN, ANNA),
        new PermissionEvent.Granted(EVERYONE, Set.of(Permission.TASK_CREATE, Permission.TASK_EDIT)),
        new PermissionEvent.Revoked(GUESTS, Set.of(Permission.AUDIT_VIEW)),
        new SettingsEvent.GuildObserved(
            "Huize Anna", Map.of(GUESTS, "guests"), "nl", CHANNEL, null),
        new SettingsEvent.ChannelsObserved(
            List.of(new GuildChannel(CHANNEL, "chores", GuildChannel.Type.TEXT, true)),
            List.of(new ChannelId(721))),
        new SettingsEvent.Deactivated(),
        new SettingsEvent.Restored(40, AT.minusSeconds(3600), 90),
        new SettingsEvent.Changed(SETTINGS, SETTINGS),
        new SettingsEvent.BoardMessagePosted(CHANNEL, new MessageId(731), new MessageId(730)),
        new WorkloadEvent.Decayed(AT, 917_004),
        new SettingsEvent.BoardMessageRemoved(CHANNEL, new MessageId(731)),
        new SettingsEvent.BoardLayoutChanged(
            BoardLayout.DEFAULT,
            new BoardLayout(
                List.of(
                    new BoardLayout.Column(
                        "all", "Alles", Set.of(Occurrence.State.OPEN, Occurrence.State.DONE))))),
        new SettingsEvent.HolidaysChanged(
            HolidayCalendar.NONE,
            new HolidayCalendar(
                List.of(
                    new HolidayCalendar.OwnHoliday(LocalDate.of(2028, 12, 24), "Kerstavond 🎄")),
                List.of(
                    new HolidayCalendar.PublicHolidays(HolidayCalendar.Country.NL, null),
                    new HolidayCalendar.PublicHolidays(HolidayCalendar.Country.DE, "by")))),
        new NotificationEvent.Queued(delivery(new DeliveryRoute.DirectMessage(BEN))),
        new NotificationEvent.WelcomeQueued(
            new DeliveryId("welcome.ch-" + CHANNEL), CHANNEL, AT.plusSeconds(15)),
        new NotificationEvent.Retried(DELIVERY, 2, AT.plusSeconds(60)),
        new NotificationEvent.Delivered(DELIVERY, "1234567890"),
        new NotificationEvent.Failed(DELIVERY, "50007", true),
        new NotificationEvent.Withdrawn(DELIVERY),
        new NotificationEvent.FellBack(DELIVERY, INSTEAD),
        new NotificationEvent.Posted(
            BEN, TASK, 12, 2, "bathroom", new ReminderStage.Snoozed(AT), true),
        new NotificationEvent.Read(BEN, 77),
        new NotificationEvent.OutageShown(BEN),
        new NotificationEvent.WakeUpPlanned(AT),
        new NotificationEvent.WakeUpCancelled(),
        new AttachmentEvent.Added(TASK, 2, PHOTO, "image/jpeg", 345_678),
        new AttachmentEvent.Removed(TASK, 2, PHOTO, 345_678),
        new CommentEvent.Added(TASK, COMMENT, "the \"mirror\"\ntoo 🪞"),
        new CommentEvent.Deleted(TASK, COMMENT, BEN),
        new PointsEvent.Recorded(
            BEN, 5, PointsReason.MILESTONE, "12.2.milestone-3.2.2", TASK, 2, 3, 3, "why"),
        new ImportEvent.Started(IMPORT, "csv", 12),
        new ImportEvent.Applied(IMPORT, 10, 1, 1),
        new ImportEvent.Undone(IMPORT, 9, 1),
        new CommandRefused("task.delete", Permission.TASK_DELETE, TASK));
  }

  /** A guild with events of every family. */
  static GuildSnapshot snapshot() {
    GuildFixture fixture = GuildFixture.withMembers();
    TaskId once = fixture.create(ANNA, GuildFixture.once("dishes", "2026-11-25T11:00"));
    fixture.create(
        ANNA, GuildFixture.taskFields("bathroom", weekly(), GuildFixture.turns(BEN, ANNA)));
    fixture.execute(BEN, new TaskCommand.Claim(GuildFixture.ref(once), null));
    fixture.execute(
        BEN, new TaskCommand.Complete(GuildFixture.ref(once), null, null, null, "clean"));
    fixture.execute(BEN, new TaskCommand.Skip(new TaskRef.ByNumber(2), null, "away", true));
    fixture.now = GuildFixture.instant("2026-12-05T11:00");
    fixture.asSystem(new NotificationCommand.WakeUp());
    return fixture.guild.snapshot();
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
        new Task.Effort(30, 4),
        Task.Priority.HIGH,
        weekly(),
        new Assignment(Assignment.Strategy.ROUND_ROBIN, List.of(BEN, ANNA)));
  }

  private static TaskFields before() {
    return new TaskFields(
        "bathroom",
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        new Schedule.Once(new Due.Never()),
        Assignment.OPEN);
  }

  private static TaskFields after() {
    return new TaskFields(
        "bathroom",
        "mirror",
        KITCHEN,
        List.of(HEAVY),
        new Task.Effort(5, 2),
        Task.Priority.URGENT,
        new Schedule.Once(GuildFixture.at("2026-11-28T11:00")),
        new Assignment(Assignment.Strategy.FIXED, List.of(BEN)));
  }

  private static Delivery delivery(DeliveryRoute route) {
    return new Delivery(
        DELIVERY,
        route,
        new ReminderStage.Before(Duration.ofHours(24)),
        TASK,
        2,
        List.of(BEN),
        true,
        AT,
        1,
        AT.plusSeconds(15));
  }
}
