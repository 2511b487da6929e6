package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.GUILD;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.reply.GuildReply;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Pages from the index equal their definition after any commands, and stay valid as promised. */
class TaskPagesPropertiesTest {
  private static final List<MemberId> PEOPLE = List.of(ANNA, BEN, CAS);
  private static final List<String> TITLES =
      List.of(
          "Bins out", "bathroom", "Bathroom floor", "3 bottles", "12 eggs", "Éclairs", "dishes");
  private static final List<String> TEXTS =
      List.of("", "b", "BATH", "#1", "1", "12", "#2 b", "floor", "o", "012", "é", "#", "3 b", "9…");
  private static final GroupingId KITCHEN = new GroupingId(new UUID(1, 1));
  private static final GroupingId HEAVY = new GroupingId(new UUID(1, 2));
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private final GuildFixture fixture = GuildFixture.withMembers();
  private final List<TaskId> ids = new ArrayList<>();

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void a_page_equals_its_definition(@ForAll long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 8; round++) {
      perform(random, 15);
      Guild restored = Guild.restored(fixture.guild.snapshot());
      for (int i = 0; i < 25; i++) {
        GuildQuery.Tasks query = query(random);
        MemberId who = oneOf(PEOPLE, random);
        Instant at = instant(random);
        QueryResult.Tasks page = page(fixture.guild, who, query, at);
        assertThat(new QueryResult.Tasks(page.tasks(), page.total(), page.visibility(), null))
            .as("%s at %s by %s", query, at, who)
            .isEqualTo(LinearTaskSearch.page(all(), page.visibility(), query, at));
        assertThat(page(restored, who, query, at)).isEqualTo(page);
      }
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void a_page_is_the_same_until_it_is_no_longer_valid(@ForAll long seed) {
    Random random = new Random(seed);
    perform(random, 80);
    for (int i = 0; i < 60; i++) {
      GuildQuery.Tasks query = query(random);
      MemberId who = oneOf(PEOPLE, random);
      Instant at = instant(random);
      QueryResult.Tasks page = page(fixture.guild, who, query, at);
      Instant until = page.validUntil();
      if (until != null) {
        assertThat(until).isAfter(at);
      }
      Instant last = until == null ? at.plus(Duration.ofDays(9_999)) : until.minusNanos(1);
      Instant between = at.plus(Duration.between(at, last).dividedBy(1 + random.nextInt(5)));
      for (Instant later : List.of(between, last)) {
        QueryResult.Tasks same = page(fixture.guild, who, query, later);
        assertThat(same.tasks()).as("%s at %s, later %s", query, at, later).isEqualTo(page.tasks());
        assertThat(same.total()).isEqualTo(page.total());
        assertThat(overdue(same, later)).isEqualTo(overdue(page, at));
      }
    }
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void suggestions_equal_their_definition(@ForAll long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 4; round++) {
      perform(random, 40);
      for (String text : TEXTS) {
        MemberId who = oneOf(PEOPLE, random);
        TaskVisibility visibility =
            page(fixture.guild, who, query(random), fixture.now).visibility();
        assertThat(answer(fixture.guild, who, new GuildQuery.SuggestTasks(text), fixture.now))
            .as(text)
            .isEqualTo(LinearTaskSearch.suggest(all(), visibility, text));
      }
    }
  }

  private static List<Boolean> overdue(QueryResult.Tasks page, Instant at) {
    return page.tasks().stream()
        .map(task -> task.open() != null && task.open().overdue(at))
        .toList();
  }

  private List<Task> all() {
    return fixture.guild.snapshot().tasks().stream().map(TaskState::task).toList();
  }

  private QueryResult.Tasks page(Guild guild, MemberId who, GuildQuery.Tasks query, Instant at) {
    return (QueryResult.Tasks) answer(guild, who, query, at);
  }

  private QueryResult answer(Guild guild, MemberId who, GuildQuery query, Instant at) {
    GuildReply reply = guild.answer(new QueryEnvelope(GUILD, at, fixture.person(who), query));
    assertThat(reply).isInstanceOf(GuildReply.Answered.class);
    return ((GuildReply.Answered) reply).answer();
  }

  private static GuildQuery.Tasks query(Random random) {
    TaskFilter.Status[] statuses = TaskFilter.Status.values();
    int status = random.nextInt(statuses.length + 2);
    boolean narrow = random.nextInt(3) == 0;
    TaskFilter filter =
        new TaskFilter(
            status < statuses.length ? statuses[status] : null,
            narrow && random.nextBoolean() ? oneOf(PEOPLE, random) : null,
            narrow && random.nextInt(4) == 0 ? KITCHEN : null,
            narrow && random.nextInt(4) == 0 ? HEAVY : null,
            narrow && random.nextInt(3) == 0 ? instant(random) : null,
            narrow && random.nextInt(3) == 0 ? instant(random) : null,
            narrow && random.nextInt(4) == 0 ? oneOf(TEXTS, random) : null);
    return new GuildQuery.Tasks(
        filter,
        oneOf(List.of(TaskFilter.Sort.values()), random),
        random.nextInt(12) == 0 ? Integer.MAX_VALUE : random.nextInt(20),
        random.nextInt(6) == 0 ? 200 : 1 + random.nextInt(10));
  }

  /** An instant of some days, often exactly on a due or beside it. */
  private static Instant instant(Random random) {
    return GuildFixture.instant("2026-11-23T00:00")
        .plus(Duration.ofHours(random.nextInt(14 * 24)))
        .plusNanos(random.nextInt(3) - 1);
  }

  private void perform(Random random, int commands) {
    for (int i = 0; i < commands; i++) {
      fixture.advance(Duration.ofMinutes(random.nextInt(120)));
      if (random.nextInt(20) == 0) {
        fixture.everybodyMay(
            Permission.TASK_VIEW_OWN,
            random.nextBoolean() ? Permission.TASK_VIEW_ALL : Permission.TASK_CLAIM,
            Permission.TASK_COMPLETE);
      }
      MemberId who = random.nextInt(3) == 0 ? oneOf(PEOPLE, random) : ANNA;
      fixture.decide(fixture.envelope(fixture.person(who), command(random)));
    }
  }

  private GuildCommand command(Random random) {
    if (ids.size() < 5 || random.nextInt(3) == 0) {
      ids.add(new TaskId(new UUID(9, ids.size())));
      return new TaskCommand.Create(ids.getLast(), fields(random));
    }
    TaskRef task = ref(oneOf(ids, random));
    return switch (random.nextInt(12)) {
      case 0, 1 -> new TaskCommand.Complete(task, null, null, null, null);
      case 2 -> new TaskCommand.Skip(task, null, null, random.nextBoolean());
      case 3, 4 -> new TaskCommand.Claim(task, null);
      case 5 -> new TaskCommand.Release(task, null);
      case 6 -> new TaskCommand.Reopen(task, null);
      case 7 -> new TaskCommand.Assign(task, null, List.of(oneOf(PEOPLE, random)));
      case 8 -> new TaskCommand.Delete(task, null);
      case 9 -> edit(task, random);
      case 10 ->
          random.nextInt(4) == 0
              ? new GroupingCommand.Delete(KITCHEN, Grouping.Kind.CATEGORY, null)
              : new GroupingCommand.Create(KITCHEN, Grouping.Kind.CATEGORY, "Kitchen", "#3fa7d6");
      default -> new GroupingCommand.Create(HEAVY, Grouping.Kind.LABEL, "heavy", "#000000");
    };
  }

  private static TaskCommand edit(TaskRef task, Random random) {
    return new TaskCommand.Edit(
        task,
        null,
        new TaskPatch(
            random.nextBoolean() ? oneOf(TITLES, random) : null,
            random.nextBoolean() ? "Upstairs and DOWN" : null,
            random.nextInt(3) == 0 ? KITCHEN : null,
            false,
            random.nextInt(3) == 0 ? List.of(HEAVY) : null,
            null,
            oneOf(List.of(Task.Priority.values()), random),
            random.nextBoolean() ? new RequestedSchedule.Complete(schedule(random)) : null,
            null));
  }

  private static TaskFields fields(Random random) {
    return new TaskFields(
        oneOf(TITLES, random),
        random.nextInt(3) == 0 ? "Mind the FLOOR" : "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        oneOf(List.of(Task.Priority.values()), random),
        schedule(random),
        random.nextBoolean() ? GuildFixture.fixed(oneOf(PEOPLE, random)) : GuildFixture.turns());
  }

  private static Schedule schedule(Random random) {
    LocalDate day = TODAY.plusDays(random.nextInt(12));
    return switch (random.nextInt(4)) {
      case 0 -> new Schedule.Once(new Due.Never());
      case 1 -> new Schedule.Once(new Due.AllDay(day, GuildFixture.AMSTERDAM));
      case 2 -> new Schedule.Once(time(day, random));
      default ->
          new Schedule.Recurring(
              new Recurrence(
                  "FREQ=DAILY",
                  day,
                  random.nextBoolean() ? LocalTime.of(11, 0) : null,
                  GuildFixture.AMSTERDAM,
                  Recurrence.MonthEnd.CLAMP),
              Schedule.Anchor.FROM_DUE);
    };
  }

  private static Due time(LocalDate day, Random random) {
    return new Due.AtTime(
        LocalDateTime.of(day, LocalTime.of(random.nextInt(24), 0)), GuildFixture.AMSTERDAM);
  }

  private static <T> T oneOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
