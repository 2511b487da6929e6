package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.draft;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryRulesTest {
  private final GuildFixture house = GuildFixture.house();
  private TaskId task;

  @BeforeEach
  void remind() {
    task =
        house.create(
            ANNA,
            draft(
                "dishes", new Schedule.Once(GuildFixture.at("2026-11-25T11:00")), fixed(BEN, CAS)));
    house.now = instant("2026-11-24T11:00");
    wake();
  }

  private List<GuildEvent> wake() {
    return house.clockwork(new NotificationCommand.WakeUp());
  }

  private Delivery to(MemberId member) {
    return house.guild.outbox().stream()
        .filter(delivery -> delivery.route().equals(new Route.DirectMessage(member)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void each_holder_gets_a_message_with_all_that_is_needed_to_write_it() {
    Parcel parcel = house.guild.parcel(to(BEN).id());
    assertThat(parcel.guildName()).isEqualTo("Huize Anna");
    assertThat(parcel.task().title()).isEqualTo("dishes");
    assertThat(parcel.recipient().displayName()).isEqualTo("Ben");
    assertThat(parcel.locale()).isEqualTo("nl");
    assertThat(house.guild.outbox()).hasSize(2);
    assertThat(house.guild.parcel(new DeliveryId("unknown"))).isNull();
  }

  @Test
  void what_arrived_is_settled_and_heard_of_once() {
    NotificationCommand.Deliver news = new NotificationCommand.Deliver(to(BEN).id(), "m1");
    assertThat(house.clockwork(news))
        .containsExactly(new NotificationEvent.Delivered(news.delivery(), "m1"));
    assertThat(house.clockwork(news)).isEmpty();
    assertThat(house.clockwork(new NotificationCommand.Fail(news.delivery(), "x", true))).isEmpty();
  }

  @Test
  void what_is_not_settled_is_handed_out_again_ever_more_patiently_and_at_last_given_up() {
    house.clockwork(new NotificationCommand.Deliver(to(CAS).id(), "m"));
    List<Duration> waits = new ArrayList<>();
    List<GuildEvent> events = List.of();
    while (house.guild.outbox().stream().anyMatch(d -> d.route() instanceof Route.DirectMessage)) {
      Instant next = to(BEN).retryAt();
      assertThat(house.planned()).isEqualTo(next);
      waits.add(Duration.between(house.now, next));
      house.now = next;
      events = wake();
    }
    assertThat(waits.stream().map(Duration::toSeconds))
        .containsExactly(15L, 60L, 300L, 900L, 3600L, 3600L, 3600L, 3600L);
    assertThat(events)
        .extracting(GuildEvent::kind)
        .startsWith("delivery.failed", "delivery.queued", "delivery.fell-back");
  }

  @Test
  void a_member_who_cannot_be_reached_is_told_in_the_channel_each_for_themselves() {
    for (MemberId member : List.of(BEN, CAS)) {
      DeliveryId id = to(member).id();
      assertThat(house.clockwork(new NotificationCommand.Fail(id, "50007", true)))
          .satisfiesExactly(
              failed ->
                  assertThat(failed).isEqualTo(new NotificationEvent.Failed(id, "50007", true)),
              queued ->
                  assertThat(((NotificationEvent.Queued) queued).delivery().concerns())
                      .containsExactly(member),
              fell -> assertThat(((NotificationEvent.FellBack) fell).from()).isEqualTo(id));
    }
    assertThat(house.guild.outbox())
        .hasSize(2)
        .allSatisfy(d -> assertThat(d.route()).isEqualTo(new Route.Channel(CHANNEL)));
  }

  @Test
  void a_channel_that_cannot_be_reached_is_given_up() {
    house.clockwork(new NotificationCommand.Fail(to(BEN).id(), "50007", true));
    house.clockwork(new NotificationCommand.Deliver(to(CAS).id(), "m"));
    DeliveryId channel = house.guild.outbox().getFirst().id();
    assertThat(house.clockwork(new NotificationCommand.Fail(channel, "50013", true)))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.failed");
    assertThat(house.guild.outbox()).isEmpty();
  }

  @Test
  void a_failure_that_may_pass_is_noted_and_tried_again_at_its_time() {
    Delivery before = to(BEN);
    assertThat(house.clockwork(new NotificationCommand.Fail(before.id(), "500", false)))
        .containsExactly(new NotificationEvent.Failed(before.id(), "500", false));
    assertThat(to(BEN)).isEqualTo(before);
  }

  @Test
  void what_is_no_longer_needed_is_neither_tried_again_nor_sent_another_way() {
    house.does(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(house.clockwork(new NotificationCommand.Fail(to(CAS).id(), "50007", true)))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.failed");
    house.later(Duration.ofSeconds(15));
    DeliveryId id = to(BEN).id();
    assertThat(wake()).containsExactly(new NotificationEvent.Withdrawn(id));
    assertThat(house.planned()).isNull();
  }

  @Test
  void without_a_channel_there_is_no_other_way() {
    house.clockwork(new SettingsCommand.ObserveGuild("Huize Anna", Map.of(), "nl", null));
    assertThat(house.clockwork(new NotificationCommand.Fail(to(BEN).id(), "50007", true)))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.failed");
  }

  /** What becomes of the deliveries to Ben and Cas, which nobody took, when they come up again. */
  private List<GuildEvent> later() {
    house.later(Duration.ofSeconds(15));
    return wake();
  }

  private static NotificationEvent notNeeded(MemberId to) {
    return new NotificationEvent.Withdrawn(new DeliveryId("1.1.before-PT24H.dm-" + to));
  }

  @Test
  void who_held_it_when_it_was_queued_and_does_not_any_more_is_not_told() {
    house.does(ANNA, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(later())
        .contains(notNeeded(BEN))
        .anyMatch(event ->
            event instanceof NotificationEvent.Retried(var id, _, _)
                && id.value().endsWith("dm-" + CAS));
  }

  @Test
  void who_left_is_neither_told_nor_called_in_the_channel_instead() {
    DeliveryId owed = to(BEN).id();
    house.clockwork(new MemberCommand.Leave(BEN));
    assertThat(house.clockwork(new NotificationCommand.Fail(owed, "50007", true)))
        .containsExactly(new NotificationEvent.Failed(owed, "50007", true));
    assertThat(house.guild.outbox()).hasSize(1);
  }

  @Test
  void a_claim_stops_what_was_queued_before_it() {
    house.does(BEN, new TaskCommand.Claim(ref(task), null));
    assertThat(later()).containsExactly(notNeeded(BEN), notNeeded(CAS));
  }

  @Test
  void a_snooze_stops_what_was_queued_before_it() {
    Instant until = instant("2026-11-24T20:00");
    house.does(BEN, new TaskCommand.Snooze(ref(task), null, until));
    assertThat(later()).containsExactly(notNeeded(BEN), notNeeded(CAS));
    house.now = until;
    assertThat(wake()).filteredOn(NotificationEvent.Queued.class::isInstance).hasSize(2);
    assertThat(later())
        .as("its end")
        .filteredOn(NotificationEvent.Retried.class::isInstance)
        .hasSize(2);
  }

  @Test
  void another_due_stops_what_was_queued_before_it() {
    Schedule week = new Schedule.Once(GuildFixture.at("2026-12-01T11:00"));
    house.does(
        ANNA,
        new TaskCommand.Edit(
            ref(task), null, new TaskPatch(null, null, null, false, null, null, null, week, null)));
    assertThat(later()).containsExactly(notNeeded(BEN), notNeeded(CAS));
  }

  @Test
  void a_channel_is_told_of_whoever_holds_it_when_it_is_sent() {
    house.guild.outbox().forEach(d -> arrived(d.id()));
    house.now = instant("2026-11-25T13:00");
    wake();
    house.guild.outbox().stream()
        .filter(d -> d.route() instanceof Route.DirectMessage)
        .forEach(d -> arrived(d.id()));
    Delivery escalation = house.guild.outbox().getFirst();
    house.does(ANNA, new TaskCommand.Assign(ref(task), null, List.of(ANNA)));
    assertThat(later()).hasOnlyElementsOfType(NotificationEvent.Retried.class);
    assertThat(house.guild.parcel(escalation.id()).delivery().concerns()).containsExactly(ANNA);
  }

  private Parcel toSend(DeliveryId id) {
    var question =
        new Question(
            GuildFixture.GUILD,
            house.now,
            new Caller.Clockwork(),
            new GuildQuery.PendingDelivery(id));
    return ((Answer.DeliveryToSend) ((GuildReply.Answered) house.guild.answer(question)).answer())
        .delivery();
  }

  @Test
  void right_before_it_is_sent_the_guild_says_whether_it_still_holds() {
    DeliveryId ben = to(BEN).id();
    assertThat(toSend(ben)).isEqualTo(house.guild.parcel(ben));
    long before = house.guild.revision();
    house.does(CAS, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(toSend(ben)).isNull();
    assertThat(house.clockwork(new NotificationCommand.Withdraw(ben)))
        .containsExactly(new NotificationEvent.Withdrawn(ben));
    assertThat(house.clockwork(new NotificationCommand.Withdraw(ben))).as("once").isEmpty();
    assertThat(toSend(ben)).as("settled").isNull();
    assertThat(house.guild.revision()).isGreaterThan(before);
  }

  @Test
  void what_holds_again_is_not_withdrawn() {
    DeliveryId ben = to(BEN).id();
    house.does(BEN, new TaskCommand.Claim(ref(task), null));
    assertThat(toSend(ben)).isNull();
    house.does(BEN, new TaskCommand.Release(ref(task), null));
    assertThat(house.clockwork(new NotificationCommand.Withdraw(ben))).isEmpty();
    assertThat(toSend(ben)).isNotNull();
  }

  @Test
  void whoever_left_and_what_was_switched_off_is_not_sent() {
    DeliveryId ben = to(BEN).id();
    DeliveryId cas = to(CAS).id();
    house.clockwork(new MemberCommand.Leave(BEN));
    assertThat(toSend(ben)).isNull();
    assertThat(toSend(cas)).isNotNull();
    house.does(ANNA, new SettingsCommand.Change(null, SettingsRulesTest.ladder(null)));
    assertThat(toSend(cas)).isNull();
  }

  @Test
  void what_was_to_go_to_the_former_channel_goes_to_the_new_one() {
    house.now = instant("2026-11-25T13:00");
    wake();
    Delivery escalation =
        house.guild.outbox().stream()
            .filter(d -> d.route() instanceof Route.Channel)
            .findFirst()
            .orElseThrow();
    house.clockwork(
        new SettingsCommand.ObserveChannels(
            List.of(
                new GuildChannel(CHANNEL, "chores", GuildChannel.Type.TEXT, true),
                new GuildChannel(new ChannelId(800), "new", GuildChannel.Type.TEXT, true))));
    house.does(
        ANNA,
        new SettingsCommand.Change(
            null,
            new SettingsPatch(null, null, null, null, null, false, new ChannelId(800), null)));
    assertThat(toSend(escalation.id())).isNull();
    assertThat(house.clockwork(new NotificationCommand.Withdraw(escalation.id())))
        .extracting(GuildEvent::kind)
        .containsExactly("delivery.withdrawn", "delivery.queued", "delivery.fell-back");
    assertThat(house.guild.outbox())
        .filteredOn(d -> d.route().equals(new Route.Channel(new ChannelId(800))))
        .singleElement()
        .satisfies(moved -> assertThat(toSend(moved.id())).isNotNull());
  }

  @Test
  void a_channel_that_is_not_the_guilds_is_not_even_tried() {
    house.clockwork(new SettingsCommand.ObserveChannels(List.of()));
    house.now = instant("2026-11-25T13:00");
    assertThat(wake())
        .filteredOn(NotificationEvent.Failed.class::isInstance)
        .singleElement()
        .satisfies(failed ->
            assertThat(((NotificationEvent.Failed) failed).code())
                .isEqualTo(DeliveryRules.UNKNOWN_CHANNEL));
    assertThat(house.guild.outbox())
        .allSatisfy(d -> assertThat(d.route()).isInstanceOf(Route.DirectMessage.class));
  }

  @Test
  void what_could_not_be_sent_for_long_says_so_when_it_is() {
    while (to(BEN).attempts() < 4) {
      assertThat(house.guild.parcel(to(BEN).id()).delivery().late()).isFalse();
      house.now = to(BEN).retryAt();
      wake();
    }
    assertThat(house.now).isAfter(instant("2026-11-24T11:05"));
    assertThat(house.guild.parcel(to(BEN).id()).delivery().late()).isTrue();
  }

  @Test
  void what_was_owed_when_the_guild_fell_asleep_is_sent_late_when_it_wakes() {
    house.clockwork(new SettingsCommand.Sleep());
    assertThat(house.planned()).isNull();
    house.now = instant("2026-11-24T15:00");
    house.clockwork(GuildFixture.observed());
    assertThat(house.planned()).isBefore(house.now);
    wake();
    assertThat(house.guild.outbox()).hasSize(2).allMatch(Delivery::late);
  }

  @Test
  void a_task_that_takes_a_deleted_ones_place_never_has_its_deliveries() {
    TaskDraft again =
        draft("dishes", new Schedule.Once(GuildFixture.at("2026-11-26T11:00")), fixed(BEN, CAS));
    List<DeliveryId> before = house.guild.outbox().stream().map(Delivery::id).toList();
    house.does(ANNA, new TaskCommand.Delete(ref(task), null));
    house.does(ANNA, new TaskCommand.Create(task, again));
    house.now = instant("2026-11-25T11:00");
    assertThat(wake())
        .filteredOn(NotificationEvent.Queued.class::isInstance)
        .hasSize(2)
        .noneMatch(event -> before.contains(((NotificationEvent.Queued) event).delivery().id()));
  }

  private void arrived(DeliveryId id) {
    house.clockwork(new NotificationCommand.Deliver(id, "m"));
  }
}
