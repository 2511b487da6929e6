package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
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
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.MemberId;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();
  private TaskId task;

  @BeforeEach
  void remind() {
    task =
        fixture.create(
            ANNA,
            taskFields(
                "dishes", new Schedule.Once(GuildFixture.at("2026-11-25T11:00")), fixed(BEN, CAS)));
    fixture.now = instant("2026-11-24T11:00");
    wake();
  }

  private List<GuildEvent> wake() {
    return fixture.asSystem(new NotificationCommand.WakeUp());
  }

  private Delivery to(MemberId member) {
    return fixture.guild.outbox().stream()
        .filter(delivery -> delivery.route().equals(new DeliveryRoute.DirectMessage(member)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void each_holder_gets_a_delivery_with_complete_details() {
    DeliveryDetails details = fixture.guild.deliveryDetails(to(BEN).id());
    assertThat(details.guildName()).isEqualTo("Huize Anna");
    assertThat(details.task().title()).isEqualTo("dishes");
    assertThat(details.recipient().displayName()).isEqualTo("Ben");
    assertThat(details.locale()).isEqualTo("nl");
    assertThat(fixture.guild.outbox()).hasSize(2);
    assertThat(fixture.guild.deliveryDetails(new DeliveryId("unknown"))).isNull();
  }

  @Test
  void a_success_settles_a_delivery_once() {
    NotificationCommand.Deliver command = new NotificationCommand.Deliver(to(BEN).id(), "m1");
    assertThat(fixture.asSystem(command))
        .containsExactly(new NotificationEvent.Delivered(command.delivery(), "m1"));
    assertThat(fixture.asSystem(command)).isEmpty();
    assertThat(fixture.asSystem(new NotificationCommand.Fail(command.delivery(), "x", true)))
        .isEmpty();
  }

  @Test
  void an_unsettled_delivery_is_retried_with_growing_delays_and_finally_given_up() {
    fixture.asSystem(new NotificationCommand.Deliver(to(CAS).id(), "m"));
    List<Duration> waits = new ArrayList<>();
    List<GuildEvent> events = List.of();
    while (fixture.guild.outbox().stream()
        .anyMatch(d -> d.route() instanceof DeliveryRoute.DirectMessage)) {
      Instant next = to(BEN).retryAt();
      assertThat(fixture.planned()).isEqualTo(next);
      waits.add(Duration.between(fixture.now, next));
      fixture.now = next;
      events = wake();
    }
    assertThat(waits.stream().map(Duration::toSeconds))
        .containsExactly(15L, 60L, 300L, 900L, 3600L, 3600L, 3600L, 3600L);
    assertThat(events)
        .extracting(GuildEvent::kind)
        .startsWith("delivery.failed", "delivery.queued", "delivery.fell-back");
  }

  @Test
  void each_unreachable_member_gets_a_message_in_the_channel() {
    for (MemberId member : List.of(BEN, CAS)) {
      DeliveryId id = to(member).id();
      assertThat(fixture.asSystem(new NotificationCommand.Fail(id, "50007", true)))
          .satisfiesExactly(
              failed ->
                  assertThat(failed).isEqualTo(new NotificationEvent.Failed(id, "50007", true)),
              queued ->
                  assertThat(((NotificationEvent.Queued) queued).delivery().addressees())
                      .containsExactly(member),
              fell -> assertThat(((NotificationEvent.FellBack) fell).from()).isEqualTo(id));
    }
    assertThat(fixture.guild.outbox())
        .hasSize(2)
        .allSatisfy(d -> assertThat(d.route()).isEqualTo(new DeliveryRoute.Channel(CHANNEL)));
  }

  @Test
  void an_unreachable_channel_is_given_up() {
    fixture.asSystem(new NotificationCommand.Fail(to(BEN).id(), "50007", true));
    fixture.asSystem(new NotificationCommand.Deliver(to(CAS).id(), "m"));
    DeliveryId channel = fixture.guild.outbox().getFirst().id();
    assertThat(fixture.asSystem(new NotificationCommand.Fail(channel, "50013", true)))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.failed");
    assertThat(fixture.guild.outbox()).isEmpty();
  }

  @Test
  void a_transient_failure_is_recorded_and_retried_as_planned() {
    Delivery before = to(BEN);
    assertThat(fixture.asSystem(new NotificationCommand.Fail(before.id(), "500", false)))
        .containsExactly(new NotificationEvent.Failed(before.id(), "500", false));
    assertThat(to(BEN)).isEqualTo(before);
  }

  @Test
  void a_delivery_that_no_longer_applies_is_neither_retried_nor_rerouted() {
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(fixture.asSystem(new NotificationCommand.Fail(to(CAS).id(), "50007", true)))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.failed");
    fixture.advance(Duration.ofSeconds(15));
    DeliveryId id = to(BEN).id();
    assertThat(wake()).containsExactly(new NotificationEvent.Withdrawn(id));
    assertThat(fixture.planned()).isNull();
  }

  @Test
  void without_a_channel_there_is_no_fallback() {
    fixture.asSystem(new SettingsCommand.ObserveGuild("Huize Anna", Map.of(), "nl", null));
    assertThat(fixture.asSystem(new NotificationCommand.Fail(to(BEN).id(), "50007", true)))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.failed");
  }

  /** The events of the next retry of the unsettled deliveries to Ben and Cas. */
  private List<GuildEvent> later() {
    fixture.advance(Duration.ofSeconds(15));
    return wake();
  }

  private static NotificationEvent notNeeded(MemberId to) {
    return new NotificationEvent.Withdrawn(new DeliveryId("1.1.before-PT24H.dm-" + to));
  }

  @Test
  void a_former_holder_is_not_notified() {
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(later())
        .contains(notNeeded(BEN))
        .anyMatch(event ->
            event instanceof NotificationEvent.Retried(var id, _, _)
                && id.value().endsWith("dm-" + CAS));
  }

  @Test
  void a_former_member_is_neither_notified_nor_mentioned_in_the_channel() {
    DeliveryId owed = to(BEN).id();
    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(fixture.asSystem(new NotificationCommand.Fail(owed, "50007", true)))
        .containsExactly(new NotificationEvent.Failed(owed, "50007", true));
    assertThat(fixture.guild.outbox()).hasSize(1);
  }

  @Test
  void a_claim_withdraws_queued_deliveries() {
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    assertThat(later()).containsExactly(notNeeded(BEN), notNeeded(CAS));
  }

  @Test
  void a_snooze_withdraws_queued_deliveries() {
    Instant until = instant("2026-11-24T20:00");
    fixture.execute(BEN, new TaskCommand.Snooze(ref(task), null, until));
    assertThat(later()).containsExactly(notNeeded(BEN), notNeeded(CAS));
    fixture.now = until;
    assertThat(wake()).filteredOn(NotificationEvent.Queued.class::isInstance).hasSize(2);
    assertThat(later())
        .as("its end")
        .filteredOn(NotificationEvent.Retried.class::isInstance)
        .hasSize(2);
  }

  @Test
  void another_due_withdraws_queued_deliveries() {
    Schedule week = new Schedule.Once(GuildFixture.at("2026-12-01T11:00"));
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
                new RequestedSchedule.Complete(week),
                null)));
    assertThat(later()).containsExactly(notNeeded(BEN), notNeeded(CAS));
  }

  @Test
  void a_message_to_the_channel_names_the_holders_at_sending() {
    fixture.guild.outbox().forEach(d -> arrived(d.id()));
    fixture.now = instant("2026-11-25T13:00");
    wake();
    fixture.guild.outbox().stream()
        .filter(d -> d.route() instanceof DeliveryRoute.DirectMessage)
        .forEach(d -> arrived(d.id()));
    Delivery escalation = fixture.guild.outbox().getFirst();
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(ANNA)));
    assertThat(later()).hasOnlyElementsOfType(NotificationEvent.Retried.class);
    assertThat(fixture.guild.deliveryDetails(escalation.id()).delivery().addressees())
        .containsExactly(ANNA);
  }

  private DeliveryDetails toSend(DeliveryId id) {
    var envelope =
        new QueryEnvelope(
            GuildFixture.GUILD,
            fixture.now,
            new Caller.SystemCaller(),
            new GuildQuery.PendingDelivery(id));
    return ((QueryResult.DeliveryToSend)
            ((GuildReply.Answered) fixture.guild.answer(envelope)).answer())
        .delivery();
  }

  @Test
  void a_pending_delivery_is_confirmed_right_before_sending() {
    DeliveryId ben = to(BEN).id();
    assertThat(toSend(ben)).isEqualTo(fixture.guild.deliveryDetails(ben));
    long before = fixture.guild.revision();
    fixture.execute(CAS, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(toSend(ben)).isNull();
    assertThat(fixture.asSystem(new NotificationCommand.Withdraw(ben)))
        .containsExactly(new NotificationEvent.Withdrawn(ben));
    assertThat(fixture.asSystem(new NotificationCommand.Withdraw(ben))).as("once").isEmpty();
    assertThat(toSend(ben)).as("settled").isNull();
    assertThat(fixture.guild.revision()).isGreaterThan(before);
  }

  @Test
  void a_delivery_that_applies_again_is_not_withdrawn() {
    DeliveryId ben = to(BEN).id();
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    assertThat(toSend(ben)).isNull();
    fixture.execute(BEN, new TaskCommand.Release(ref(task), null));
    assertThat(fixture.asSystem(new NotificationCommand.Withdraw(ben))).isEmpty();
    assertThat(toSend(ben)).isNotNull();
  }

  @Test
  void deliveries_to_former_members_and_disabled_reminders_are_not_sent() {
    DeliveryId ben = to(BEN).id();
    DeliveryId cas = to(CAS).id();
    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(toSend(ben)).isNull();
    assertThat(toSend(cas)).isNotNull();
    fixture.execute(ANNA, new SettingsCommand.Change(null, SettingsRulesTest.reminders(null)));
    assertThat(toSend(cas)).isNull();
  }

  @Test
  void a_delivery_to_the_former_channel_moves_to_the_new_one() {
    fixture.now = instant("2026-11-25T13:00");
    wake();
    Delivery escalation =
        fixture.guild.outbox().stream()
            .filter(d -> d.route() instanceof DeliveryRoute.Channel)
            .findFirst()
            .orElseThrow();
    fixture.asSystem(
        new SettingsCommand.ObserveChannels(
            List.of(
                new GuildChannel(CHANNEL, "chores", GuildChannel.Type.TEXT, true),
                new GuildChannel(new ChannelId(800), "new", GuildChannel.Type.TEXT, true))));
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null,
            new SettingsPatch(null, null, null, null, null, false, new ChannelId(800), null)));
    assertThat(toSend(escalation.id())).isNull();
    assertThat(fixture.asSystem(new NotificationCommand.Withdraw(escalation.id())))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.withdrawn", "delivery.queued", "delivery.fell-back");
    assertThat(fixture.guild.outbox())
        .filteredOn(d -> d.route().equals(new DeliveryRoute.Channel(new ChannelId(800))))
        .singleElement()
        .satisfies(moved -> assertThat(toSend(moved.id())).isNotNull());
  }

  @Test
  void a_missing_channel_fails_without_an_attempt() {
    fixture.asSystem(new SettingsCommand.ObserveChannels(List.of()));
    fixture.now = instant("2026-11-25T13:00");
    assertThat(wake())
        .filteredOn(NotificationEvent.Failed.class::isInstance)
        .singleElement()
        .satisfies(failed ->
            assertThat(((NotificationEvent.Failed) failed).code())
                .isEqualTo(DeliveryRules.UNKNOWN_CHANNEL));
    assertThat(fixture.guild.outbox())
        .allSatisfy(d -> assertThat(d.route()).isInstanceOf(DeliveryRoute.DirectMessage.class));
  }

  @Test
  void a_delivery_retried_for_long_is_marked_late() {
    while (to(BEN).attempts() < 4) {
      assertThat(fixture.guild.deliveryDetails(to(BEN).id()).delivery().late()).isFalse();
      fixture.now = to(BEN).retryAt();
      wake();
    }
    assertThat(fixture.now).isAfter(instant("2026-11-24T11:05"));
    assertThat(fixture.guild.deliveryDetails(to(BEN).id()).delivery().late()).isTrue();
  }

  @Test
  void deliveries_pending_at_deactivation_are_sent_late_after_reactivation() {
    fixture.asSystem(new SettingsCommand.Deactivate());
    assertThat(fixture.planned()).isNull();
    fixture.now = instant("2026-11-24T15:00");
    fixture.asSystem(GuildFixture.observed());
    assertThat(fixture.planned()).isBefore(fixture.now);
    wake();
    assertThat(fixture.guild.outbox()).hasSize(2).allMatch(Delivery::late);
  }

  @Test
  void a_new_task_never_has_the_deliveries_of_a_deleted_one() {
    TaskFields again =
        taskFields(
            "dishes", new Schedule.Once(GuildFixture.at("2026-11-26T11:00")), fixed(BEN, CAS));
    List<DeliveryId> before = fixture.guild.outbox().stream().map(Delivery::id).toList();
    fixture.execute(ANNA, new TaskCommand.Delete(ref(task), null));
    fixture.execute(ANNA, new TaskCommand.Create(task, again));
    fixture.now = instant("2026-11-25T11:00");
    assertThat(wake())
        .filteredOn(NotificationEvent.Queued.class::isInstance)
        .hasSize(2)
        .noneMatch(event -> before.contains(((NotificationEvent.Queued) event).delivery().id()));
  }

  private void arrived(DeliveryId id) {
    fixture.asSystem(new NotificationCommand.Deliver(id, "m"));
  }
}
