package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.PermissionCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.CachedTasks;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an edge needs to keep a page of tasks until it changes. */
class CachedTasksTest {
  private static final TaskVisibility ALL = new TaskVisibility.All();

  private final GuildFixture fixture = GuildFixture.withMembers();
  private TaskId dishes;

  @BeforeEach
  void createTasks() {
    dishes = fixture.create(BEN, once("Dishes", "2026-11-25T11:00"));
    fixture.create(
        ANNA,
        taskFields(
            "bins out",
            new Schedule.Once(new Due.AllDay(LocalDate.of(2026, 11, 25), GuildFixture.AMSTERDAM)),
            fixed(ANNA)));
    fixture.create(ANNA, once("Taxes"));
  }

  private static GuildQuery.Tasks query(CachedTasks... cached) {
    return new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.DUE, 0, 50, List.of(cached));
  }

  private QueryResult.Tasks page(MemberId who) {
    return (QueryResult.Tasks) fixture.queryResult(who, query());
  }

  private CachedTasks cached(MemberId who) {
    return new CachedTasks(page(who).visibility(), fixture.guild.revision());
  }

  @Test
  void a_page_of_the_current_revision_is_unchanged_and_an_older_one_is_not() {
    CachedTasks page = cached(ANNA);
    assertThat(fixture.query(BEN, query(page)))
        .isEqualTo(new GuildReply.Answered(new QueryResult.TasksUnchanged(ALL), page.revision()));
    fixture.execute(BEN, new TaskCommand.Claim(ref(dishes), null));
    assertThat(fixture.queryResult(BEN, query(page))).isEqualTo(page(BEN));
  }

  @Test
  void visibility_follows_the_callers_permissions() {
    assertThat(page(CAS).visibility()).isEqualTo(ALL);
    fixture.everybodyMay(Permission.TASK_VIEW_OWN);
    assertThat(page(CAS).visibility()).isEqualTo(new TaskVisibility.Own(CAS, false));
    fixture.everybodyMay(Permission.TASK_VIEW_OWN, Permission.TASK_CLAIM);
    assertThat(page(CAS).visibility()).isEqualTo(new TaskVisibility.Own(CAS, true));
    assertThat(page(ANNA).visibility()).as("Discord's administrator").isEqualTo(ALL);
  }

  @Test
  void a_page_of_another_visibility_is_no_answer() {
    fixture.everybodyMay(Permission.TASK_VIEW_OWN);
    assertThat(fixture.queryResult(CAS, query(cached(ANNA), cached(BEN)))).isEqualTo(page(CAS));
    assertThat(fixture.queryResult(CAS, query(cached(ANNA), cached(CAS))))
        .isEqualTo(new QueryResult.TasksUnchanged(new TaskVisibility.Own(CAS, false)));
  }

  @Test
  void roles_reported_with_the_query_count_at_an_unchanged_revision() {
    fixture.execute(
        ANNA,
        new PermissionCommand.Replace(
            null,
            Map.of(
                GuildFixture.EVERYONE,
                Set.of(Permission.TASK_VIEW_OWN),
                CLEANERS,
                Set.of(Permission.TASK_CLAIM))));
    CachedTasks withoutClaim = cached(CAS);
    Caller withRole =
        new Caller.Person(
            CAS,
            new MembershipEvidence.FromDiscord("Cas", Set.of(CLEANERS), false, null),
            Origin.DISCORD);
    GuildReply reply =
        fixture.guild.answer(
            new QueryEnvelope(GuildFixture.GUILD, fixture.now, withRole, query(withoutClaim)));
    assertThat(reply)
        .isInstanceOfSatisfying(
            GuildReply.Answered.class,
            answered -> assertThat(answered.answer()).isInstanceOf(QueryResult.Tasks.class));
  }

  @Test
  void access_is_checked_before() {
    CachedTasks page = cached(ANNA);
    fixture.everybodyMay();
    CachedTasks current = new CachedTasks(page.visibility(), fixture.guild.revision());
    assertThat(fixture.query(BEN, query(current)))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.TASK_VIEW_OWN)));
    Caller stale = new Caller.Person(ANNA, new MembershipEvidence.FromToken(999), Origin.DISCORD);
    assertThat(
            fixture.guild.answer(
                new QueryEnvelope(GuildFixture.GUILD, fixture.now, stale, query(current))))
        .isEqualTo(new GuildReply.Refused(new Refusal.StaleToken()));
  }

  @Test
  void a_page_is_valid_until_its_next_task_is_overdue() {
    assertThat(page(ANNA).validUntil()).isEqualTo(instant("2026-11-25T11:00").plusNanos(1));
    fixture.now = instant("2026-11-25T11:00");
    assertThat(page(ANNA).validUntil())
        .as("due now, overdue after it")
        .isEqualTo(instant("2026-11-25T11:00").plusNanos(1));
    fixture.now = instant("2026-11-25T11:00").plusNanos(1);
    assertThat(page(ANNA).validUntil()).as("whole day").isEqualTo(instant("2026-11-26T00:00"));
    fixture.now = instant("2026-11-26T00:00");
    assertThat(page(ANNA).validUntil()).as("no deadline left").isNull();
  }
}
