package dcm.guild.value;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.rules.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A guild that was restored to its state at the time of an export. */
class RestoredGuildTest {
  private static final long GAP = 1_000;

  private final GuildFixture fixture = GuildFixture.withMembers();
  private long exported;

  /** Restores the guild to a former state at the current time. */
  private void restore(Guild then) {
    exported = then.revision();
    fixture.guild =
        then.apply(
            RecordedEvent.restored(
                new SettingsEvent.Restored(exported, GuildFixture.START, exported + GAP),
                new CommandId(new UUID(5, 5)),
                fixture.now));
  }

  private List<GuildEvent> wake() {
    return fixture.asSystem(new NotificationCommand.WakeUp());
  }

  private TaskId dishes(String due) {
    return fixture.create(
        ANNA, taskFields("dishes", new Schedule.Once(GuildFixture.at(due)), fixed(BEN)));
  }

  private static List<DeliveryId> queued(List<GuildEvent> events) {
    return events.stream()
        .filter(NotificationEvent.Queued.class::isInstance)
        .map(event -> ((NotificationEvent.Queued) event).delivery().id())
        .toList();
  }

  @Test
  void its_revision_is_higher_than_any_before() {
    restore(fixture.guild);
    assertThat(fixture.guild.revision()).isEqualTo(exported + GAP);
    TaskId task = dishes("2026-12-01T11:00");
    assertThat(fixture.task(task).revision()).isGreaterThan(exported + GAP);
    assertThat(Guild.restored(fixture.guild.snapshot()).snapshot())
        .isEqualTo(fixture.guild.snapshot());
  }

  @Test
  void every_earlier_token_is_stale_even_for_a_repeated_epoch() {
    Guild then = fixture.guild;
    fixture.join(BEN, "Ben", false, GuildFixture.CLEANERS);
    MemberId dora = new MemberId(4);
    fixture.join(dora, "Dora", true);
    List<Caller.Person> before =
        List.of(
            fixture.person(ANNA), fixture.person(BEN), fixture.person(CAS), fixture.person(dora));
    restore(then);
    fixture.join(BEN, "Ben", false, GuildFixture.CLEANERS);
    fixture.join(dora, "Dora", true);
    for (Caller.Person old : before) {
      assertThat(fixture.decide(fixture.envelope(old, new NotificationCommand.MarkRead(1))))
          .isInstanceOfSatisfying(
              Decision.Refused.class,
              refused -> assertThat(refused.refusal()).isEqualTo(new Refusal.StaleToken()));
    }
    fixture.create(dora, GuildFixture.once("with a token of today"));
  }

  @Test
  void pending_and_due_messages_are_not_sent_and_later_ones_are() {
    dishes("2026-11-25T11:00");
    fixture.now = instant("2026-11-24T11:00");
    assertThat(queued(wake())).as("a day before").hasSize(1);
    Guild then = fixture.guild;
    fixture.asSystem(new NotificationCommand.Deliver(then.outbox().getFirst().id(), "sent"));
    fixture.now = instant("2026-11-25T11:00");
    assertThat(queued(wake())).as("when it is due").hasSize(1);

    fixture.now = instant("2026-11-25T11:30");
    restore(then);
    assertThat(fixture.guild.outbox()).isEmpty();
    assertThat(queued(wake())).isEmpty();
    Duration escalation = Objects.requireNonNull(settings().escalateAfter());
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T11:00").plus(escalation));
    fixture.now = Objects.requireNonNull(fixture.planned());
    assertThat(queued(wake())).as("the escalation").hasSize(1);
  }

  private GuildSettings settings() {
    return ((QueryResult.ShownSettings) fixture.queryResult(ANNA, new GuildQuery.ShowSettings()))
        .settings();
  }

  @Test
  void a_message_for_a_reused_number_has_another_id() {
    Guild then = fixture.guild;
    dishes("2026-11-25T11:00");
    fixture.now = instant("2026-11-24T11:00");
    List<DeliveryId> sent = queued(wake());
    restore(then);
    dishes("2026-11-26T11:00");
    fixture.now = instant("2026-11-25T11:00");
    List<DeliveryId> again = queued(wake());
    assertThat(again).hasSize(1).doesNotContainAnyElementsOf(sent);
    assertThat(again.getFirst().value()).startsWith(sent.getFirst().value()).contains(".r");
  }

  @Test
  void an_etag_of_a_discarded_revision_is_outdated() {
    TaskId task = dishes("2026-12-01T11:00");
    Guild then = fixture.guild;
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    long between = fixture.task(task).revision();
    restore(then);
    assertThat(fixture.refused(ANNA, new TaskCommand.Delete(ref(task), between)))
        .isInstanceOf(Refusal.Outdated.class);
    fixture.execute(CAS, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(fixture.refused(ANNA, new TaskCommand.Delete(ref(task), between)))
        .isInstanceOf(Refusal.Outdated.class);
  }
}
