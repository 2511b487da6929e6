package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskSearchTest {
  private final GuildFixture fixture = GuildFixture.withMembers();
  private TaskId dishes;
  private TaskId bins;
  private TaskId taxes;

  @BeforeEach
  void createTasks() {
    dishes = fixture.create(BEN, once("Dishes", "2026-11-25T11:00"));
    bins =
        fixture.create(
            ANNA,
            taskFields(
                "bins out",
                new Schedule.Once(
                    new Due.AllDay(LocalDate.of(2026, 11, 25), GuildFixture.AMSTERDAM)),
                fixed(ANNA)));
    taxes =
        fixture.create(ANNA, taskFields("Taxes", new Schedule.Once(new Due.Never()), turns(CAS)));
  }

  private static TaskFilter status(TaskFilter.Status status) {
    return new TaskFilter(status, null, null, null, null, null, null);
  }

  private static TaskFilter due(@Nullable String from, @Nullable String to) {
    Instant start = from == null ? null : instant(from);
    Instant end = to == null ? null : instant(to);
    return new TaskFilter(null, null, null, null, start, end, null);
  }

  private List<TaskId> found(MemberId who, TaskFilter filter, TaskFilter.Sort sort) {
    GuildQuery.Tasks query = new GuildQuery.Tasks(filter, sort, 0, 50);
    return ((QueryResult.Tasks) fixture.queryResult(who, query))
        .tasks().stream().map(Task::id).toList();
  }

  private List<TaskId> found(TaskFilter filter) {
    return found(ANNA, filter, TaskFilter.Sort.NUMBER);
  }

  @Test
  void a_due_at_a_time_precedes_its_whole_day_and_no_due_is_last() {
    assertThat(found(ANNA, TaskFilter.ALL, TaskFilter.Sort.DUE))
        .containsExactly(dishes, bins, taxes);
    assertThat(found(ANNA, TaskFilter.ALL, TaskFilter.Sort.TITLE))
        .containsExactly(bins, dishes, taxes);
    assertThat(found(ANNA, TaskFilter.ALL, TaskFilter.Sort.CHANGED))
        .containsExactly(taxes, bins, dishes);
    assertThat(found(ANNA, TaskFilter.ALL, TaskFilter.Sort.PRIORITY))
        .containsExactly(dishes, bins, taxes);
  }

  @Test
  void a_suggestion_is_found_by_its_own_text() {
    for (String input : List.of("#2 bins out", "#2 Bins", " #2 bins o… ", "#2")) {
      assertThat(
              ((QueryResult.SuggestedTasks)
                      fixture.queryResult(ANNA, new GuildQuery.SuggestTasks(input)))
                  .tasks())
          .extracting(Task::id)
          .as(input)
          .containsExactly(bins);
    }
    assertThat(found(new TaskFilter(null, null, null, null, null, null, "#2 Bins out")))
        .containsExactly(bins);
  }

  @Test
  void tasks_are_found_by_derived_status() {
    fixture.execute(BEN, new TaskCommand.Claim(ref(dishes), null));
    fixture.execute(CAS, new TaskCommand.Complete(ref(taxes), null, null, null, null));
    assertThat(found(status(TaskFilter.Status.OPEN))).containsExactly(bins);
    assertThat(found(status(TaskFilter.Status.CLAIMED))).containsExactly(dishes);
    assertThat(found(status(TaskFilter.Status.ACTIVE))).containsExactly(dishes, bins);
    assertThat(found(status(TaskFilter.Status.DONE))).containsExactly(taxes);
    assertThat(found(status(TaskFilter.Status.SKIPPED))).isEmpty();
    fixture.now = instant("2026-11-25T23:59");
    assertThat(found(status(TaskFilter.Status.OVERDUE))).containsExactly(dishes);
    fixture.now = instant("2026-11-26T00:00");
    assertThat(found(status(TaskFilter.Status.OVERDUE))).containsExactly(dishes, bins);
  }

  @Test
  void filters_narrow() {
    assertThat(found(new TaskFilter(null, CAS, null, null, null, null, null)))
        .containsExactly(taxes);
    assertThat(found(new TaskFilter(null, null, null, null, null, null, " DISH")))
        .containsExactly(dishes);
    assertThat(found(due("2026-11-25T12:00", null))).containsExactly(bins, taxes);
    assertThat(found(due(null, "2026-11-25T11:00"))).containsExactly(bins);
    fixture.execute(CAS, new TaskCommand.Complete(ref(taxes), null, null, null, null));
    assertThat(found(new TaskFilter(TaskFilter.Status.DONE, CAS, null, null, null, null, null)))
        .containsExactly(taxes);
  }

  @Test
  void pages_are_limited_and_the_total_is_counted() {
    GuildQuery.Tasks query = new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, 1, 1);
    QueryResult.Tasks page = (QueryResult.Tasks) fixture.queryResult(ANNA, query);
    assertThat(page.tasks()).extracting(Task::id).containsExactly(bins);
    assertThat(page.total()).isEqualTo(3);
    GuildQuery.Tasks odd =
        new GuildQuery.Tasks(
            TaskFilter.ALL, TaskFilter.Sort.NUMBER, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(((QueryResult.Tasks) fixture.queryResult(ANNA, odd)).tasks()).isEmpty();
  }

  @Test
  void a_page_of_long_descriptions_ends_early_and_the_next_continues() {
    for (int number = 0; number < 60; number++) {
      fixture.create(ANNA, described("x".repeat(4_000)));
    }
    GuildQuery.Tasks query = new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, 0, 200);
    QueryResult.Tasks page = (QueryResult.Tasks) fixture.queryResult(ANNA, query);
    assertThat(page.total()).isEqualTo(63);
    assertThat(page.tasks()).hasSizeBetween(20, 40);
    int shown = 0;
    while (shown < page.total()) {
      GuildQuery.Tasks next =
          new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, shown, 200);
      List<Task> tasks = ((QueryResult.Tasks) fixture.queryResult(ANNA, next)).tasks();
      assertThat(tasks).isNotEmpty();
      shown += tasks.size();
    }
    assertThat(shown).isEqualTo(63);
  }

  private static TaskFields described(String description) {
    TaskFields fields = once("long");
    return new TaskFields(
        fields.title(),
        description,
        fields.category(),
        fields.labels(),
        fields.effort(),
        fields.priority(),
        fields.schedule(),
        fields.assignment());
  }

  @Test
  void view_own_shows_the_tasks_a_member_is_involved_in() {
    fixture.everybodyMay(Permission.TASK_VIEW_OWN);
    assertThat(found(BEN, TaskFilter.ALL, TaskFilter.Sort.NUMBER)).containsExactly(dishes);
    assertThat(found(CAS, TaskFilter.ALL, TaskFilter.Sort.NUMBER)).containsExactly(taxes);
    assertThat(fixture.query(CAS, new GuildQuery.OneTask(ref(bins))))
        .isEqualTo(new GuildReply.Refused(new Refusal.UnknownTask(ref(bins))));
    fixture.everybodyMay(Permission.TASK_VIEW_OWN, Permission.TASK_CLAIM);
    assertThat(found(CAS, TaskFilter.ALL, TaskFilter.Sort.NUMBER))
        .as("free for the taking")
        .containsExactly(dishes, taxes);
    fixture.everybodyMay();
    assertThat(fixture.query(CAS, new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.DUE, 0, 10)))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.TASK_VIEW_OWN)));
  }

  @Test
  void suggestions_rank_numbers_then_prefixes_then_parts() {
    TaskId three = fixture.create(BEN, once("3 bottles to the shop"));
    assertThat(suggested("#3")).containsExactly(taxes, three);
    assertThat(suggested("s")).containsExactly(dishes, bins, taxes, three);
    assertThat(suggested("TAX")).containsExactly(taxes);
    assertThat(suggested("")).hasSize(4);
    for (int i = 0; i < 30; i++) {
      fixture.create(BEN, once("more"));
    }
    assertThat(suggested("more")).hasSize(25);
  }

  private List<TaskId> suggested(String input) {
    return ((QueryResult.SuggestedTasks)
            fixture.queryResult(BEN, new GuildQuery.SuggestTasks(input)))
        .tasks().stream().map(Task::id).toList();
  }
}
