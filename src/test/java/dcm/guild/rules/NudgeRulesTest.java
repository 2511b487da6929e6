package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.Caller;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NudgeRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();
  private final TaskId task =
      fixture.create(ANNA, once("bathroom", "2026-12-28T11:00").withAssignment(fixed(BEN, CAS)));

  private TaskCommand.Nudge nudge() {
    return new TaskCommand.Nudge(ref(task), null);
  }

  private List<NotificationEvent.Queued> queued(MemberId who) {
    return fixture.execute(who, nudge()).stream()
        .filter(NotificationEvent.Queued.class::isInstance)
        .map(NotificationEvent.Queued.class::cast)
        .toList();
  }

  private boolean applies(DeliveryId id) {
    var query =
        new QueryEnvelope(
            GuildFixture.GUILD,
            fixture.now,
            new Caller.SystemCaller(),
            new GuildQuery.PendingDelivery(id));
    return fixture.guild.answer(query)
            instanceof GuildReply.Answered(QueryResult.DeliveryToSend(var delivery), _)
        && delivery != null;
  }

  @Test
  void the_holders_are_reminded_now_and_nobody_else() {
    var sent = queued(ANNA);
    assertThat(sent)
        .extracting(queued -> queued.delivery().route())
        .containsExactly(
            new DeliveryRoute.DirectMessage(BEN), new DeliveryRoute.DirectMessage(CAS));
    assertThat(sent.getFirst().delivery().stage())
        .isEqualTo(new ReminderStage.Nudged(fixture.now, ANNA));
    assertThat(
            ((QueryResult.Inbox) fixture.queryResult(BEN, new GuildQuery.Inbox(Long.MAX_VALUE, 9)))
                .notifications())
        .hasSize(1);
    assertThat(applies(sent.getFirst().delivery().id())).isTrue();
  }

  @Test
  void it_is_withdrawn_when_the_occurrence_is_done_meanwhile() {
    var sent = queued(ANNA);
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(applies(sent.getFirst().delivery().id())).isFalse();
  }

  @Test
  void a_snooze_does_not_hold_it_back() {
    fixture.execute(
        BEN, new TaskCommand.Snooze(ref(task), null, fixture.now.plus(Duration.ofDays(2))));
    assertThat(applies(queued(ANNA).getFirst().delivery().id())).isTrue();
  }

  @Test
  void once_an_hour_for_an_occurrence_also_when_it_is_moved_between() {
    queued(ANNA);
    var again = fixture.now.plus(Duration.ofHours(1));
    fixture.advance(Duration.ofMinutes(59));
    fixture.execute(ANNA, new TaskCommand.Reschedule(ref(task), null, null));
    assertThat(fixture.refused(ANNA, nudge())).isEqualTo(new Refusal.NudgedRecently(again));
    fixture.advance(Duration.ofMinutes(1));
    assertThat(queued(ANNA)).hasSize(2);
    assertThat(fixture.open(task).remindedOf()).as("the last one only").hasSize(1);
  }

  @Test
  void nobody_is_reminded_of_what_they_do_not_hold() {
    var open = fixture.create(ANNA, once("bins"));
    assertThat(fixture.refused(ANNA, new TaskCommand.Nudge(ref(open), null)))
        .isEqualTo(new Refusal.NobodyToRemind());
    var own = fixture.create(ANNA, once("own").withAssignment(fixed(ANNA)));
    assertThat(fixture.refused(ANNA, new TaskCommand.Nudge(ref(own), null)))
        .as("the caller knows of it")
        .isEqualTo(new Refusal.NobodyToRemind());
    var each =
        fixture.create(
            ANNA,
            once("rooms")
                .withAssignment(
                    new Assignment(
                        Assignment.Strategy.FIXED, List.of(BEN, CAS), Assignment.Criteria.EACH)));
    fixture.execute(BEN, new TaskCommand.Complete(ref(each), null, null, null, null));
    assertThat(fixture.execute(ANNA, new TaskCommand.Nudge(ref(each), null)))
        .filteredOn(NotificationEvent.Posted.class::isInstance)
        .extracting(event -> ((NotificationEvent.Posted) event).recipient())
        .as("whose part is done has nothing to do")
        .containsExactly(CAS);
  }

  @Test
  void it_needs_a_permission_unless_the_task_is_ones_own() {
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_CREATE);
    assertThat(fixture.refused(BEN, nudge()))
        .isEqualTo(new Refusal.Forbidden(Permission.REMINDER_MANAGE));
    for (var permission : List.of(Permission.REMINDER_MANAGE, Permission.TASK_ASSIGN)) {
      fixture.everybodyMay(Permission.TASK_VIEW_ALL, permission);
      fixture.advance(Duration.ofHours(1));
      assertThat(fixture.execute(BEN, nudge())).last().isInstanceOf(OccurrenceEvent.Reminded.class);
    }
  }
}
