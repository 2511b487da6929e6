package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.SwapCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Swap;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapRulesTest {
  private static final SwapId SWAP = new SwapId(new UUID(7, 1));
  private final GuildFixture fixture = GuildFixture.withMembers();
  private TaskId bins = new TaskId(new UUID(0, 0));
  private TaskId dishes = bins;

  @BeforeEach
  void tasks() {
    bins = daily("bins", ANNA, BEN, CAS);
    dishes = daily("dishes", BEN, CAS, ANNA);
  }

  private TaskId daily(String title, MemberId... order) {
    return fixture.create(
        ANNA,
        GuildFixture.taskFields(
            title,
            new Schedule.Recurring(
                new Recurrence(
                    "FREQ=DAILY",
                    LocalDate.of(2026, 11, 24),
                    null,
                    GuildFixture.AMSTERDAM,
                    Recurrence.MonthEnd.CLAMP),
                Schedule.Anchor.FROM_DUE),
            turns(order)));
  }

  private SwapCommand.Offer offer(
      @Nullable MemberId to, @Nullable TaskId exchange, boolean permanent) {
    return new SwapCommand.Offer(
        SWAP, ref(bins), null, to, exchange == null ? null : ref(exchange), null, permanent, null);
  }

  private List<MemberId> holders(TaskId task) {
    return fixture.open(task).assignees();
  }

  private void complete(TaskId task) {
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
  }

  private long balance(MemberId member) {
    return fixture.guild.snapshot().state().workload().balance(member);
  }

  private List<Swap> open() {
    return ((QueryResult.Swaps) fixture.queryResult(CAS, new GuildQuery.Swaps())).swaps();
  }

  @Test
  void an_offer_counts_when_the_other_accepts_and_leaves_the_fairness_as_it_was() {
    long anna = balance(ANNA);
    long ben = balance(BEN);
    fixture.execute(ANNA, offer(BEN, null, false));
    assertThat(holders(bins)).containsExactly(ANNA);
    assertThat(fixture.refused(CAS, new SwapCommand.Accept(SWAP)))
        .isEqualTo(new Refusal.NotYours());
    fixture.execute(BEN, new SwapCommand.Accept(SWAP));
    assertThat(holders(bins)).containsExactly(BEN);
    assertThat(open()).isEmpty();
    assertThat(balance(ANNA)).isEqualTo(anna);
    assertThat(balance(BEN)).isEqualTo(ben);
    fixture.execute(BEN, new TaskCommand.Complete(ref(bins), null, null, null, null));
    assertThat(holders(bins)).as("the turns go on as if Anna had done it").containsExactly(BEN);
    assertThat(balance(ANNA) + balance(BEN) + balance(CAS)).isZero();
  }

  @Test
  void an_exchange_moves_both_turns() {
    fixture.execute(ANNA, offer(BEN, dishes, false));
    fixture.execute(BEN, new SwapCommand.Accept(SWAP));
    assertThat(holders(bins)).containsExactly(BEN);
    assertThat(holders(dishes)).containsExactly(ANNA);
    complete(dishes);
    assertThat(holders(dishes)).containsExactly(CAS);
  }

  @Test
  void undo_returns_both_sides_of_an_exchange_once() {
    long anna = balance(ANNA);
    long ben = balance(BEN);
    fixture.execute(ANNA, offer(BEN, dishes, true));
    fixture.execute(BEN, new SwapCommand.Accept(SWAP));
    assertThat(fixture.task(dishes).assignment().order()).containsExactly(ANNA, CAS, BEN);
    fixture.advance(Duration.ofSeconds(1));
    fixture.execute(BEN, new TaskCommand.Undo(ref(dishes)));
    assertThat(holders(bins)).containsExactly(ANNA);
    assertThat(holders(dishes)).containsExactly(BEN);
    assertThat(fixture.task(bins).assignment().order()).containsExactly(ANNA, BEN, CAS);
    assertThat(fixture.task(dishes).assignment().order()).containsExactly(BEN, CAS, ANNA);
    assertThat(balance(ANNA)).isEqualTo(anna);
    assertThat(balance(BEN)).isEqualTo(ben);
    for (TaskId task : List.of(bins, dishes)) {
      assertThat(fixture.refused(ANNA, new TaskCommand.Undo(ref(task))))
          .isEqualTo(new Refusal.NothingToUndo());
    }
  }

  @Test
  void an_exchange_is_not_undone_after_somebody_acted_on_one_side() {
    fixture.execute(ANNA, offer(BEN, dishes, false));
    fixture.execute(BEN, new SwapCommand.Accept(SWAP));
    fixture.everybodyMay(
        Permission.TASK_VIEW_ALL, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
    assertThat(fixture.refused(CAS, new TaskCommand.Undo(ref(bins))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_ASSIGN));
    complete(dishes);
    assertThat(fixture.refused(BEN, new TaskCommand.Undo(ref(bins))))
        .isEqualTo(new Refusal.NextAlreadyActedUpon());
    fixture.execute(ANNA, new TaskCommand.Undo(ref(dishes)));
    assertThat(holders(dishes)).as("the completion was undone").containsExactly(ANNA);
  }

  @Test
  void a_permanent_swap_moves_the_places_in_the_order_and_what_it_counts_for() {
    long anna = balance(ANNA);
    fixture.execute(ANNA, offer(CAS, null, true));
    fixture.execute(CAS, new SwapCommand.Accept(SWAP));
    assertThat(fixture.task(bins).assignment().order()).containsExactly(CAS, BEN, ANNA);
    assertThat(holders(bins)).containsExactly(CAS);
    assertThat(balance(ANNA)).isLessThan(anna);
  }

  @Test
  void an_offer_to_anyone_goes_to_the_first_and_ends_when_the_occurrence_closes() {
    fixture.execute(ANNA, offer(null, null, false));
    assertThat(open()).hasSize(1);
    complete(bins);
    assertThat(open()).isEmpty();
    assertThat(fixture.refused(CAS, new SwapCommand.Accept(SWAP)))
        .isEqualTo(new Refusal.UnknownSwap(SWAP));
  }

  @Test
  void an_offer_can_be_declined_by_the_other_and_withdrawn_by_oneself() {
    fixture.execute(ANNA, offer(BEN, null, false));
    assertThat(fixture.refused(CAS, new SwapCommand.Decline(SWAP)))
        .isEqualTo(new Refusal.NotYours());
    fixture.execute(BEN, new SwapCommand.Decline(SWAP));
    fixture.execute(ANNA, offer(null, null, false));
    fixture.execute(ANNA, new SwapCommand.Withdraw(SWAP));
    assertThat(open()).isEmpty();
    assertThat(holders(bins)).containsExactly(ANNA);
  }

  @Test
  void only_what_one_has_can_be_offered_and_only_what_the_other_has_be_wanted() {
    assertThat(fixture.refused(CAS, offer(BEN, null, false))).isEqualTo(new Refusal.NotYours());
    assertThat(fixture.invalid(ANNA, offer(CAS, dishes, false)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("not-theirs");
    fixture.execute(ANNA, new TaskCommand.Assign(ref(bins), null, List.of(ANNA, BEN)));
    assertThat(fixture.invalid(ANNA, offer(BEN, bins, false)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("same");
    assertThat(fixture.invalid(ANNA, offer(ANNA, null, false)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("own");
  }
}
