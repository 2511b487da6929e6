package dcm.guild.state;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.NotificationEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.rules.SettingsRulesTest;
import dcm.guild.rules.WakeUpRules;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Notification;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ReminderRulesTest {
  private static final DeliveryRoute TO_BEN = new DeliveryRoute.DirectMessage(BEN);
  private static final DeliveryRoute TO_ALL = new DeliveryRoute.Channel(CHANNEL);

  private final GuildFixture fixture = GuildFixture.withMembers();

  /** Due on Wednesday at 11:00: reminders on Tuesday and Wednesday, escalation at 13:00. */
  private TaskId dishes() {
    return fixture.create(
        ANNA,
        taskFields("dishes", new Schedule.Once(GuildFixture.at("2026-11-25T11:00")), fixed(BEN)));
  }

  private List<Delivery> wake(String local) {
    fixture.now = instant(local);
    return fixture.asSystem(new NotificationCommand.WakeUp()).stream()
        .filter(NotificationEvent.Queued.class::isInstance)
        .map(event -> ((NotificationEvent.Queued) event).delivery())
        .toList();
  }

  @Test
  void each_stage_is_sent_once_to_the_holder_and_finally_to_the_channel() {
    TaskId task = dishes();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-24T11:00"));
    assertThat(wake("2026-11-24T10:59")).isEmpty();

    assertThat(wake("2026-11-24T11:00"))
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.id().value()).isEqualTo("1.1.before-PT24H.dm-" + BEN);
          assertThat(delivery.route()).isEqualTo(TO_BEN);
          assertThat(delivery.late()).isFalse();
          assertThat(delivery.attempts()).isEqualTo(1);
          assertThat(delivery.retryAt()).isEqualTo(fixture.now.plusSeconds(15));
        });
    assertThat(wake("2026-11-24T11:00")).as("once").isEmpty();
    settleAll();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T11:00"));
    assertThat(wake("2026-11-25T11:00")).extracting(Delivery::route).containsExactly(TO_BEN);
    settleAll();
    assertThat(wake("2026-11-25T13:00"))
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.route()).isEqualTo(TO_ALL);
          assertThat(delivery.stage()).isEqualTo(new ReminderStage.Overdue(Duration.ofHours(2)));
          assertThat(delivery.addressees()).containsExactly(BEN);
        });
    settleAll();
    assertThat(fixture.planned()).isNull();
    assertThat(fixture.open(task).remindedOf())
        .containsExactly("before-PT24H", "before-PT0S", "overdue-PT2H");
  }

  @Test
  void reminders_missed_during_downtime_are_sent_once_and_marked_late() {
    TaskId task = dishes();
    assertThat(wake("2026-11-26T09:00"))
        .extracting(Delivery::route, Delivery::stage, Delivery::late)
        .containsExactly(
            Tuple.tuple(TO_BEN, new ReminderStage.Before(Duration.ZERO), true),
            Tuple.tuple(TO_ALL, new ReminderStage.Overdue(Duration.ofHours(2)), true));
    assertThat(inbox(BEN)).as("one notification for both").hasSize(1);
    assertThat(fixture.open(task).remindedOf()).hasSize(3);
    settleAll();
    assertThat(wake("2026-11-27T09:00")).isEmpty();
  }

  @Test
  void five_minutes_are_not_late() {
    dishes();
    assertThat(wake("2026-11-24T11:05")).extracting(Delivery::late).containsExactly(false);
    GuildFixture other = GuildFixture.withMembers();
    other.create(
        ANNA,
        taskFields("dishes", new Schedule.Once(GuildFixture.at("2026-11-25T11:00")), fixed(BEN)));
    other.now = instant("2026-11-24T11:05").plusMillis(1);
    other.asSystem(new NotificationCommand.WakeUp());
    assertThat(other.guild.outbox()).extracting(Delivery::late).containsExactly(true);
  }

  @Test
  void reminders_due_before_the_occurrence_opened_are_never_sent() {
    fixture.now = instant("2026-11-24T18:00");
    dishes();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T11:00"));
    assertThat(wake("2026-11-24T19:00")).isEmpty();
  }

  @Test
  void an_unassigned_occurrence_is_announced_in_the_channel_once_when_both_are_late() {
    fixture.create(ANNA, once("dishes", "2026-11-25T11:00"));
    assertThat(wake("2026-11-24T11:00")).extracting(Delivery::route).containsExactly(TO_ALL);
    settleAll();
    assertThat(wake("2026-11-26T11:00"))
        .extracting(Delivery::stage)
        .containsExactly(new ReminderStage.Overdue(Duration.ofHours(2)));
  }

  @Test
  void a_day_before_an_instant_is_24_hours_also_on_a_night_on_which_the_clock_changes() {
    fixture.now = instant("2027-03-20T12:00");
    fixture.create(ANNA, once("dishes", "2027-03-28T11:00"));
    assertThat(fixture.planned()).isEqualTo(instant("2027-03-27T10:00"));
  }

  @Test
  void a_day_before_a_whole_day_is_the_same_time_also_when_the_clock_changed_in_between() {
    for (LocalDate changed : List.of(LocalDate.of(2027, 3, 28), LocalDate.of(2027, 10, 31))) {
      GuildFixture other = GuildFixture.withMembers();
      Due day = new Due.AllDay(changed, AMSTERDAM);
      other.now = instant(changed.minusDays(7) + "T12:00");
      other.create(ANNA, taskFields("bins", new Schedule.Once(day), fixed(BEN)));
      assertThat(other.planned()).isEqualTo(instant(changed.minusDays(1) + "T09:00"));
    }
  }

  @Test
  void a_guild_that_moves_to_another_zone_moves_no_due() {
    TaskId task = dishes();
    Due due = fixture.open(task).due();
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null,
            new SettingsPatch(ZoneId.of("Asia/Tokyo"), null, null, null, null, false, null, null)));
    assertThat(fixture.open(task).due()).isEqualTo(due);
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-24T11:00"));
  }

  @Test
  void a_guild_without_a_channel_is_not_notified_and_plans_no_wake_up_for_it() {
    fixture.asSystem(new SettingsCommand.ObserveGuild("Huize Anna", Map.of(), "nl", null));
    TaskId task = fixture.create(ANNA, once("dishes", "2026-11-25T11:00"));
    assertThat(wake("2026-11-26T11:00")).isEmpty();
    assertThat(fixture.open(task).remindedOf()).hasSize(3);
    assertThat(fixture.planned()).isNull();
  }

  @Test
  void a_claim_stops_reminders_and_its_release_resumes_future_ones() {
    TaskId task = dishes();
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    assertThat(fixture.planned()).isNull();
    fixture.now = instant("2026-11-24T18:00");
    fixture.execute(BEN, new TaskCommand.Release(ref(task), null));
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T11:00"));
  }

  @Test
  void a_snooze_suppresses_reminders_until_its_end() {
    TaskId task = dishes();
    Instant until = instant("2026-11-25T12:00");
    fixture.execute(BEN, new TaskCommand.Snooze(ref(task), null, until));
    assertThat(fixture.planned()).isEqualTo(until);
    assertThat(wake("2026-11-25T12:00"))
        .extracting(Delivery::stage)
        .containsExactly(new ReminderStage.Snoozed(until));
    settleAll();
    assertThat(fixture.open(task).snoozedUntil()).isNull();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T13:00"));
  }

  @Test
  void the_last_snooze_applies_also_when_shorter() {
    TaskId task = dishes();
    Instant until = instant("2026-11-24T10:00");
    fixture.execute(BEN, new TaskCommand.Snooze(ref(task), null, instant("2026-11-27T12:00")));
    fixture.execute(BEN, new TaskCommand.Snooze(ref(task), null, until));
    assertThat(fixture.planned()).isEqualTo(until);
    assertThat(wake("2026-11-24T10:00"))
        .extracting(Delivery::stage)
        .containsExactly(new ReminderStage.Snoozed(until));
    settleAll();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-24T11:00"));
  }

  @Test
  void a_snooze_beyond_the_last_stage_leaves_only_its_end() {
    TaskId task = dishes();
    Instant until = instant("2026-11-25T18:00");
    fixture.execute(BEN, new TaskCommand.Snooze(ref(task), null, until));
    assertThat(wake("2026-11-25T18:00"))
        .extracting(Delivery::stage)
        .containsExactly(new ReminderStage.Snoozed(until));
    settleAll();
    assertThat(fixture.planned()).isNull();
  }

  @Test
  void another_due_restarts_the_reminders() {
    TaskId task = dishes();
    wake("2026-11-24T11:00");
    settleAll();
    Schedule later = new Schedule.Once(GuildFixture.at("2026-12-01T11:00"));
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(
            ref(task),
            null,
            new TaskPatch(
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                new RequestedSchedule.Complete(later),
                null)));
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-30T11:00"));
    assertThat(wake("2026-11-30T11:00")).extracting(Delivery::route).containsExactly(TO_BEN);
  }

  @Test
  void a_new_holder_gets_future_reminders_and_a_former_member_none() {
    TaskId task = dishes();
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(BEN, CAS)));
    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(wake("2026-11-24T11:00"))
        .extracting(Delivery::route)
        .containsExactly(new DeliveryRoute.DirectMessage(CAS));
    assertThat(inbox(CAS)).hasSize(1);
  }

  @Test
  void closed_and_deleted_occurrences_have_no_reminders() {
    TaskId done = dishes();
    TaskId skipped = dishes();
    TaskId deleted = dishes();
    fixture.execute(BEN, new TaskCommand.Complete(ref(done), null, null, null, null));
    fixture.execute(BEN, new TaskCommand.Skip(ref(skipped), null, null, true));
    assertThat(fixture.planned()).isNotNull();
    fixture.execute(ANNA, new TaskCommand.Delete(ref(deleted), null));
    assertThat(fixture.planned())
        .as("when the task leaves the bin")
        .isEqualTo(fixture.now.plus(TaskBin.RETENTION));
  }

  @Test
  void a_whole_day_has_morning_reminders_and_escalates_after_its_end() {
    fixture.create(
        ANNA,
        taskFields(
            "bins",
            new Schedule.Once(new Due.AllDay(LocalDate.of(2026, 11, 26), AMSTERDAM)),
            fixed(BEN)));
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T09:00"));
    wake("2026-11-25T09:00");
    settleAll();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-26T09:00"));
    wake("2026-11-26T09:00");
    settleAll();
    assertThat(fixture.planned())
        .as("after the end of the day")
        .isEqualTo(instant("2026-11-27T02:00"));
  }

  @Test
  void new_offsets_apply_from_now_on_and_due_reminders_are_sent_first() {
    TaskId task = dishes();
    fixture.now = instant("2026-11-24T12:00");
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null, SettingsRulesTest.reminders(null, Duration.ofHours(48), Duration.ofHours(1))));
    assertThat(fixture.guild.outbox()).extracting(Delivery::late).containsExactly(true);
    settleAll();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T10:00"));
    assertThat(fixture.open(task).remindedOf()).containsExactly("before-PT24H");
  }

  @Test
  void all_due_reminders_are_sent_before_new_settings_apply() {
    for (int i = 0; i < WakeUpRules.BATCH_SIZE + 5; i++) {
      dishes();
    }
    fixture.now = instant("2026-11-24T12:00");
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(null, SettingsRulesTest.reminders(null, Duration.ofHours(1))));
    assertThat(fixture.guild.outbox()).hasSize(WakeUpRules.BATCH_SIZE + 5);
  }

  @Test
  void an_inactive_guild_plans_nothing_and_is_not_late_when_it_is_active_again() {
    dishes();
    fixture.asSystem(new SettingsCommand.Deactivate());
    assertThat(fixture.planned()).isNull();
    assertThat(wake("2026-11-25T12:00")).isEmpty();
    fixture.asSystem(GuildFixture.observed());
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T13:00"));
  }

  @Test
  void the_inbox_keeps_the_newest_and_counts_unread() {
    dishes();
    wake("2026-11-24T11:00");
    assertThat(inbox(BEN))
        .extracting(Notification::title, Notification::read)
        .containsExactly(Tuple.tuple("dishes", false));
    assertThat(inbox(CAS)).isEmpty();
    fixture.execute(BEN, new NotificationCommand.MarkRead(inbox(BEN).getFirst().revision()));
    assertThat(inbox(BEN)).extracting(Notification::read).containsExactly(true);
    assertThat(fixture.execute(BEN, new NotificationCommand.MarkRead(Long.MAX_VALUE))).isEmpty();
    assertThat(((QueryResult.Me) fixture.queryResult(BEN, new GuildQuery.Me())).unread()).isZero();
    Notifications notifications = Notifications.EMPTY;
    Notification notification = inbox(BEN).getFirst();
    for (long i = 1; i <= 51; i++) {
      notifications =
          notifications.apply(
              new NotificationEvent.Posted(
                  BEN, notification.task(), 1, 1, "t", notification.stage(), false),
              fixture.now,
              i);
    }
    assertThat(notifications.inbox(BEN)).hasSize(50).doesNotContainKey(1L);
  }

  @Test
  void a_wake_up_processes_a_batch_and_repeats_for_the_rest() {
    for (int i = 0; i < WakeUpRules.BATCH_SIZE + 5; i++) {
      dishes();
    }
    assertThat(wake("2026-11-24T11:00")).hasSize(WakeUpRules.BATCH_SIZE);
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-24T11:00"));
    assertThat(wake("2026-11-24T11:00")).hasSize(5);
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-24T11:00").plusSeconds(15));
  }

  private List<Notification> inbox(MemberId of) {
    return ((QueryResult.Inbox) fixture.queryResult(of, new GuildQuery.Inbox(Long.MAX_VALUE, 50)))
        .notifications();
  }

  private void settleAll() {
    fixture
        .guild
        .outbox()
        .forEach(d -> fixture.asSystem(new NotificationCommand.Deliver(d.id(), "m")));
    assertThat(fixture.guild.outbox()).isEmpty();
  }
}
