package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.draft;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A guild that became again what it was when it was exported, at its revision of then. */
class RestoredGuildTest {
  private static final long GAP = 1_000;

  private final GuildFixture house = GuildFixture.house();
  private long exported;

  /** Everything since the guild was this one has never been; it is now as late as it is. */
  private void restore(Guild then) {
    exported = then.revision();
    house.guild =
        then.apply(
            Recorded.restored(
                new SettingsEvent.Restored(exported, GuildFixture.START, exported + GAP),
                new CommandId(new UUID(5, 5)),
                house.now));
  }

  private List<GuildEvent> wake() {
    return house.clockwork(new NotificationCommand.WakeUp());
  }

  private TaskId dishes(String due) {
    return house.create(ANNA, draft("dishes", new Schedule.Once(GuildFixture.at(due)), fixed(BEN)));
  }

  private static List<DeliveryId> queued(List<GuildEvent> events) {
    return events.stream()
        .filter(NotificationEvent.Queued.class::isInstance)
        .map(event -> ((NotificationEvent.Queued) event).delivery().id())
        .toList();
  }

  @Test
  void its_revision_goes_on_where_none_ever_was() {
    restore(house.guild);
    assertThat(house.guild.revision()).isEqualTo(exported + GAP);
    TaskId task = dishes("2026-12-01T11:00");
    assertThat(house.task(task).revision()).isGreaterThan(exported + GAP);
    assertThat(Guild.restored(house.guild.snapshot()).snapshot()).isEqualTo(house.guild.snapshot());
  }

  @Test
  void no_token_of_before_is_good_not_even_for_an_epoch_that_comes_again() {
    Guild then = house.guild;
    house.join(BEN, "Ben", false, GuildFixture.CLEANERS);
    MemberId dora = new MemberId(4);
    house.join(dora, "Dora", true);
    List<Caller.Person> before =
        List.of(house.person(ANNA), house.person(BEN), house.person(CAS), house.person(dora));
    restore(then);
    house.join(BEN, "Ben", false, GuildFixture.CLEANERS);
    house.join(dora, "Dora", true);
    for (Caller.Person old : before) {
      assertThat(house.decide(house.request(old, new NotificationCommand.MarkRead(1))))
          .isInstanceOfSatisfying(
              Decision.Refused.class,
              refused -> assertThat(refused.refusal()).isEqualTo(new Refusal.StaleToken()));
    }
    house.create(dora, GuildFixture.once("with a token of today"));
  }

  @Test
  void what_was_owed_or_due_until_now_is_not_sent_and_what_is_due_later_is() {
    dishes("2026-11-25T11:00");
    house.now = instant("2026-11-24T11:00");
    assertThat(queued(wake())).as("a day before").hasSize(1);
    Guild then = house.guild;
    house.clockwork(new NotificationCommand.Deliver(then.outbox().getFirst().id(), "sent"));
    house.now = instant("2026-11-25T11:00");
    assertThat(queued(wake())).as("when it is due").hasSize(1);

    house.now = instant("2026-11-25T11:30");
    restore(then);
    assertThat(house.guild.outbox()).isEmpty();
    assertThat(queued(wake())).isEmpty();
    Duration escalation = Objects.requireNonNull(settings().escalateAfter());
    assertThat(house.planned()).isEqualTo(instant("2026-11-25T11:00").plus(escalation));
    house.now = Objects.requireNonNull(house.planned());
    assertThat(queued(wake())).as("the escalation").hasSize(1);
  }

  private Settings settings() {
    return ((Answer.ShownSettings) house.answered(ANNA, new GuildQuery.ShowSettings())).settings();
  }

  @Test
  void a_message_of_a_number_that_comes_again_is_another_message() {
    Guild then = house.guild;
    dishes("2026-11-25T11:00");
    house.now = instant("2026-11-24T11:00");
    List<DeliveryId> sent = queued(wake());
    restore(then);
    dishes("2026-11-26T11:00");
    house.now = instant("2026-11-25T11:00");
    List<DeliveryId> again = queued(wake());
    assertThat(again).hasSize(1).doesNotContainAnyElementsOf(sent);
    assertThat(again.getFirst().value()).startsWith(sent.getFirst().value()).contains(".r");
  }

  @Test
  void an_etag_of_what_never_was_is_out_of_date() {
    TaskId task = dishes("2026-12-01T11:00");
    Guild then = house.guild;
    house.does(BEN, new TaskCommand.Claim(ref(task), null));
    long between = house.task(task).revision();
    restore(then);
    assertThat(house.refused(ANNA, new TaskCommand.Delete(ref(task), between)))
        .isInstanceOf(Refusal.Outdated.class);
    house.does(CAS, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(house.refused(ANNA, new TaskCommand.Delete(ref(task), between)))
        .isInstanceOf(Refusal.Outdated.class);
  }
}
