package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.draft;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is too much for one command is done by the guild's wake-ups, a bounded part each. */
class ArrearsTest {
  /** The budget, and what the last task of a command led to. */
  private static final int MAX_BATCH = 1_010;

  private static final int TASKS = 20_000;

  private final GuildFixture house = GuildFixture.house();
  private final List<Integer> batches = new ArrayList<>();

  @Test
  void a_member_with_20000_tasks_leaves_in_bounded_steps_that_survive_a_crash() {
    assigned(TASKS, fixed(BEN));
    step(new MemberCommand.Leave(BEN));
    assertThat(house.planned()).as("the rest is planned at once").isEqualTo(house.now);

    int wakes = 0;
    while (due()) {
      // whoever wakes it next may have read it from the journal, or from a snapshot
      house.guild = ++wakes % 2 == 0 ? replayed() : Guild.restored(house.guild.snapshot());
      step(new NotificationCommand.WakeUp());
      assertThat(wakes).isLessThan(TASKS);
    }
    assertThat(batches).allSatisfy(batch -> assertThat(batch).isBetween(1, MAX_BATCH));
    assertThat(house.guild.snapshot().chores())
        .hasSize(TASKS)
        .allSatisfy(chore -> assertThat(chore.task().open().assignees()).isEmpty());
    assertThat(happened(OccurrenceEvent.Assigned.class)).isEqualTo(TASKS);
    assertThat(house.planned()).isNull();
    assertThat(house.guild.snapshot().handovers()).isNull();
  }

  @Test
  void reminders_of_20000_tasks_that_were_owed_come_once_after_the_ladder_changed() {
    house.now = instant("2026-11-23T12:00");
    for (int i = 0; i < TASKS; i++) {
      house.create(
          ANNA,
          draft("dishes", new Schedule.Once(GuildFixture.at("2026-11-25T11:00")), fixed(BEN)));
    }
    // all of them at the same moment, and before anybody woke the guild
    house.now = instant("2026-11-24T11:00");
    step(
        house.person(ANNA),
        new SettingsCommand.Change(null, SettingsRulesTest.ladder(null, Duration.ofHours(1))));
    while (due()) {
      house.guild = Guild.restored(house.guild.snapshot());
      settle();
      step(new NotificationCommand.WakeUp());
    }
    assertThat(batches).allSatisfy(batch -> assertThat(batch).isBetween(1, 2 * MAX_BATCH));
    assertThat(happened(OccurrenceEvent.Reminded.class)).isEqualTo(TASKS);
    assertThat(
            house.journal.stream()
                .map(Recorded::event)
                .filter(NotificationEvent.Queued.class::isInstance)
                .map(event -> ((NotificationEvent.Queued) event).delivery().id())
                .collect(Collectors.toSet()))
        .as("each once")
        .hasSize(TASKS);
    settle();
    assertThat(house.planned()).isEqualTo(instant("2026-11-25T10:00"));
  }

  @Test
  void who_comes_back_in_between_keeps_what_was_not_handed_over_yet() {
    assigned(3 * MAX_BATCH, fixed(BEN));
    step(new MemberCommand.Leave(BEN));
    long kept = held();
    assertThat(kept).isPositive();
    house.join(BEN, "Ben", false);
    assertThat(house.planned()).as("nothing is left to do").isNull();
    assertThat(house.clockwork(new NotificationCommand.WakeUp())).isEmpty();
    assertThat(held()).isEqualTo(kept);
  }

  @Test
  void what_is_done_or_deleted_in_between_is_not_owed_any_more() {
    List<TaskId> tasks = assigned(3 * MAX_BATCH, turns(BEN, CAS));
    step(new MemberCommand.Leave(BEN));
    TaskId last = tasks.getLast();
    TaskId before = tasks.get(tasks.size() - 2);
    assertThat(house.open(last).assignees()).containsExactly(BEN);
    house.does(ANNA, new TaskCommand.Delete(GuildFixture.ref(last), null));
    house.does(ANNA, new TaskCommand.Complete(GuildFixture.ref(before), null, null, null, null));
    while (due()) {
      step(new NotificationCommand.WakeUp());
    }
    assertThat(held()).isZero();
    assertThat(house.planned()).isNull();
  }

  private long held() {
    return house.guild.snapshot().chores().stream()
        .map(chore -> chore.task().open())
        .filter(open -> open != null && open.assignees().contains(BEN))
        .count();
  }

  private List<TaskId> assigned(int count, Assignment assignment) {
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          house.create(ANNA, draft("dishes", new Schedule.Once(new Due.Never()), assignment)));
    }
    return tasks;
  }

  private boolean due() {
    Instant planned = house.planned();
    return planned != null && !planned.isAfter(house.now);
  }

  private void step(GuildCommand command) {
    step(new Caller.Clockwork(), command);
  }

  private void step(Caller caller, GuildCommand command) {
    house.later(Duration.ofMillis(10));
    Decision decision = house.decide(house.request(caller, command));
    batches.add(((Decision.Accepted) decision).events().size());
  }

  /** As messengers do it: only reminders are counted here. */
  private void settle() {
    for (Delivery delivery : house.guild.outbox()) {
      house.clockwork(new NotificationCommand.Deliver(delivery.id(), "1"));
    }
  }

  private long happened(Class<? extends GuildEvent> kind) {
    return house.journal.stream().map(Recorded::event).filter(kind::isInstance).count();
  }

  private Guild replayed() {
    Guild guild = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    for (Recorded event : house.journal) {
      guild = guild.apply(event);
    }
    return guild;
  }
}
