package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for a guild whatever its people do, in whatever order. */
class GuildLawsTest {
  private static final List<MemberId> PEOPLE = List.of(ANNA, BEN, CAS);

  /** Something somebody does to one of four tasks, after some time. */
  record Deed(int kind, int who, int task, int minutes) {}

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 17),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3_000))
        .as(Deed::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  private static final TaskId[] TASKS = {
    new TaskId(new UUID(7, 1)),
    new TaskId(new UUID(7, 2)),
    new TaskId(new UUID(7, 3)),
    new TaskId(new UUID(7, 4))
  };

  private static GuildCommand command(Deed deed, GuildFixture house) {
    TaskRef task = new TaskRef.ById(TASKS[deed.task()]);
    MemberId other = PEOPLE.get((deed.who() + 1) % 3);
    return switch (deed.kind()) {
      case 0 -> new TaskCommand.Complete(task, deed.minutes() % 5, null, house.now, null);
      case 1 -> new TaskCommand.Claim(task, null);
      case 2 -> new TaskCommand.Release(task, null);
      case 3 -> new TaskCommand.Complete(task, null, null, null, "note");
      case 4 -> new TaskCommand.Complete(task, null, other, house.now, null);
      case 5 -> new TaskCommand.Skip(task, null, null, deed.minutes() % 2 == 0);
      case 6 -> new TaskCommand.Reopen(task, null);
      case 7 -> new TaskCommand.Snooze(task, null, house.now.plus(Duration.ofHours(5)));
      case 8 -> new TaskCommand.Assign(task, null, List.of(other));
      case 9 -> new TaskCommand.Assign(task, null, List.of());
      case 10 -> edit(task, draft((deed.task() + deed.minutes()) % 4));
      case 11 -> new TaskCommand.Delete(task, null);
      case 12 -> new MemberCommand.Leave(other);
      case 13 -> new MemberCommand.Observe(other, "again", Set.of(), other.equals(ANNA));
      case 14 ->
          new SettingsCommand.Change(
              null, SettingsRulesTest.ladder(null, Duration.ofMinutes(deed.minutes())));
      case 15 -> new NotificationCommand.MarkRead(Long.MAX_VALUE);
      case 16 ->
          house.guild.outbox().isEmpty()
              ? new NotificationCommand.WakeUp()
              : new NotificationCommand.Fail(
                  house.guild.outbox().getFirst().id(), "50007", deed.minutes() % 2 == 0);
      default -> new NotificationCommand.WakeUp();
    };
  }

  private static TaskDraft draft(int n) {
    Recurrence daily =
        new Recurrence(
            "FREQ=DAILY",
            LocalDate.of(2026, 11, 23),
            n == 1 ? null : LocalTime.of(19, 0),
            GuildFixture.AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    return switch (n) {
      case 0 -> GuildFixture.once("once", "2026-11-26T11:00");
      case 1 ->
          GuildFixture.draft(
              "turns",
              new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE),
              GuildFixture.turns(CAS, BEN, ANNA));
      case 2 ->
          GuildFixture.draft(
              "floats",
              new Schedule.Recurring(daily, Schedule.Anchor.FROM_COMPLETION),
              GuildFixture.turns());
      default ->
          GuildFixture.draft(
              "fixed",
              new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE),
              GuildFixture.fixed(BEN, CAS));
    };
  }

  private static TaskCommand edit(TaskRef task, TaskDraft like) {
    return new TaskCommand.Edit(
        task,
        null,
        new TaskPatch(
            like.title(), null, null, false, null, null, null, like.schedule(), like.assignment()));
  }

  private static Decision act(Deed deed, GuildFixture house) {
    house.later(Duration.ofMinutes(deed.minutes()));
    GuildCommand command = command(deed, house);
    boolean mechanical =
        command instanceof MemberCommand
            || command instanceof NotificationCommand.WakeUp
            || command instanceof NotificationCommand.Fail;
    Caller caller = mechanical ? new Caller.Clockwork() : house.person(PEOPLE.get(deed.who()));
    Request request = house.request(caller, command);
    assertThat(house.guild.decide(request))
        .as("the same question gets the same answer")
        .isEqualTo(house.guild.decide(request));
    return house.decide(request);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatever_people_do_the_guild_stays_sound(@ForAll("deeds") List<Deed> deeds) {
    GuildFixture house = GuildFixture.house();
    for (int n = 0; n < TASKS.length; n++) {
      house.does(ANNA, new TaskCommand.Create(TASKS[n], draft(n)));
    }
    Set<DeliveryId> queued = new HashSet<>();
    for (Deed deed : deeds) {
      int before = house.journal.size();
      Decision decision = act(deed, house);
      List<Recorded> events = house.journal.subList(before, house.journal.size());
      if (decision instanceof Decision.Refused(var refusal, _)) {
        assertThat(refusal).isNotNull();
      }
      for (Recorded recorded : events) {
        if (recorded.event() instanceof NotificationEvent.Queued(var delivery)) {
          assertThat(queued.add(delivery.id())).as("never sent twice: %s", delivery.id()).isTrue();
        }
      }
      sound(house);
    }
    replayed(house);
  }

  private static void sound(GuildFixture house) {
    GuildSnapshot now = house.guild.snapshot();
    State state = now.state();
    assertThat(state.nextWakeUp())
        .as("planned is the first of the agenda")
        .isEqualTo(now.planned());
    assertThat(now.revision()).isEqualTo(house.journal.size());
    for (Chore chore : now.chores()) {
      Occurrence open = chore.task().open();
      Occurrence closed = chore.task().closed();
      if (open != null) {
        assertThat(open.active()).isTrue();
        assertThat(open.claimedBy() != null).isEqualTo(open.state() == Occurrence.State.CLAIMED);
        assertThat(open.holders()).allMatch(state.people()::active);
        assertThat(open.remindedOf()).doesNotHaveDuplicates();
        assertThat(open.ordinal()).isLessThanOrEqualTo(chore.lastOrdinal());
      }
      if (closed != null) {
        assertThat(closed.active()).isFalse();
        assertThat(closed.completion() != null).isEqualTo(closed.state() == Occurrence.State.DONE);
        assertThat(open == null || open.ordinal() > closed.ordinal()).isTrue();
      }
    }
  }

  private static void replayed(GuildFixture house) {
    Guild replayed = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    Guild hopped = replayed;
    for (Recorded recorded : house.journal) {
      replayed = replayed.apply(recorded);
      hopped = Guild.restored(hopped.apply(recorded).snapshot());
    }
    assertThat(replayed.snapshot()).isEqualTo(house.guild.snapshot());
    assertThat(hopped.snapshot())
        .as("through a snapshot after each event")
        .isEqualTo(replayed.snapshot());
  }

  @Property(tries = 100)
  void a_turn_is_never_had_twice_before_all_others_had_it(
      @ForAll("deeds") List<Deed> noise, @ForAll Random random) {
    GuildFixture house = GuildFixture.house();
    TaskId task = house.create(ANNA, draft(1));
    TaskRef ref = new TaskRef.ById(task);
    List<MemberId> had = new ArrayList<>();
    for (Deed deed : noise) {
      had.add(house.open(task).assignees().getFirst());
      house.later(Duration.ofMinutes(deed.minutes()));
      house.does(
          ANNA,
          random.nextBoolean()
              ? new TaskCommand.Complete(ref, null, null, null, null)
              : new TaskCommand.Skip(ref, null, null, true));
    }
    for (int i = 0; i + 3 <= had.size(); i++) {
      assertThat(had.subList(i, i + 3)).doesNotHaveDuplicates();
    }
  }
}
