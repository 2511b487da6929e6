package dcm.view;

import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts the closed occurrences of a period in the history. */
public final class StatisticsQuery {
  private static final int MAX_ROWS = 20_000;

  /** Minutes that count for a task whose effort is not stated, as in the balance of work. */
  private static final int UNSTATED_MINUTES = 10;

  // what was done belongs to the day on which it was done, everything else to when it closed
  private static final String CLOSED =
      """
      with closed as (
        select *, case when minutes = 0 then %d else minutes end * difficulty as effort,
               cardinality(doers) as times
          from (select task_id, number, title, category_id, state, assignees,
                       coalesce(minutes, 0) as minutes, coalesce(difficulty, 1) as difficulty,
                       due_at is null or done_at <= due_at as on_time,
                       case when state <> 'DONE' then '{}'
                            when shared then
                              array(select distinct unnest(assignees || completed_by))
                            else array[completed_by] end as doers,
                       case when state = 'DONE' then done_at else closed_at end as at
                  from ${guild}.occurrence_history
                 where closed_revision is not null
                   and state in ('DONE', 'MISSED', 'EXPIRED', 'SKIPPED')
                   and (?::uuid is null or category_id = ?)
                   and (?::uuid is null or task_id = ?)) one
         where at >= ? and at < ?)
      """
          .formatted(UNSTATED_MINUTES);

  private static final String COUNTS =
      """
             count(*) filter (where state = 'DONE') as done,
             count(*) filter (where state = 'DONE' and on_time) as on_time,
             count(*) filter (where state = 'MISSED') as missed,
             count(*) filter (where state = 'EXPIRED') as expired,
             count(*) filter (where state = 'SKIPPED') as skipped,
      """;

  private static final String BY_TASK_AND_WEEK =
      CLOSED
          + """
          select task_id, max(number) as number,
                 (array_agg(title order by at desc))[1] as title, category_id,
                 local_day - (extract(isodow from local_day)::integer - ? + 7) %% 7 as week,
          %s
                 coalesce(sum(minutes * times), 0) as minutes,
                 coalesce(sum(effort * times), 0) as effort
            from (select *, (at at time zone ?)::date as local_day from closed) dated
           group by task_id, category_id, week
           order by week, number
           limit %d
          """
              .formatted(COUNTS, MAX_ROWS);

  private static final String BY_MEMBER =
      CLOSED
          + """
          select member_id,
          %s
                 coalesce(sum(minutes) filter (where state = 'DONE'), 0) as minutes,
                 coalesce(sum(effort) filter (where state = 'DONE'), 0) as effort
            from closed cross join lateral
                 unnest(case when state = 'DONE' then doers else assignees end) as member_id
           group by member_id
          """
              .formatted(COUNTS);

  private static final String EFFORT_BY_DAY =
      CLOSED
          + """
          select (at at time zone ?)::date as day, sum(effort * times) as effort
            from closed where state = 'DONE' group by day
          """;

  private static final String PERIODS =
      """
      select member_id, source, since, until
        from ${guild}.member_period
       where since < ? and (until is null or until > ?)
      """;

  private final Database database;

  StatisticsQuery(Database database) {
    this.database = database;
  }

  /**
   * What is counted.
   *
   * @param from the first local day
   * @param to exclusive
   * @param category only of tasks that had it; null: all
   * @param task only of this one; null: all
   */
  public record Selection(
      LocalDate from, LocalDate to, @Nullable GroupingId category, @Nullable TaskId task) {
    Instant begin(ZoneId zone) {
      return from.atStartOfDay(zone).toInstant();
    }

    Instant end(ZoneId zone) {
      return to.atStartOfDay(zone).toInstant();
    }
  }

  /**
   * Counts of a task in a week.
   *
   * @param category that it had; null: none
   * @param week its first day
   */
  record TaskWeek(
      TaskId task,
      int number,
      String title,
      @Nullable GroupingId category,
      LocalDate week,
      Counts counts) {}

  record MemberCounts(MemberId member, Counts counts) {}

  record DayEffort(LocalDate day, long effort) {}

  /**
   * When a member was in the guild, or away.
   *
   * @param until null: still
   */
  record Period(MemberId member, boolean away, Instant since, @Nullable Instant until) {}

  /** Everything that was counted, of one moment. */
  record Rows(
      List<TaskWeek> taskWeeks,
      List<MemberCounts> members,
      List<DayEffort> days,
      List<Period> periods) {
    static final Rows NONE = new Rows(List.of(), List.of(), List.of(), List.of());
  }

  /**
   * Counts. The stage fails with {@link ReadModelUnavailableException} while the database is
   * unavailable.
   *
   * @param zone of the local days
   */
  public CompletionStage<StatisticsReport> find(
      GuildId guild, Selection selection, ZoneId zone, DayOfWeek weekStart) {
    var schema = new SchemaName(guild.value());
    return ReadModelUnavailableException.translated(
            database.readInSchema(
                schema,
                Rows.NONE,
                connection -> rows(connection, schema, selection, zone, weekStart)))
        .thenApply(rows -> StatisticsReport.of(rows, selection, zone));
  }

  private static Rows rows(
      Connection connection,
      SchemaName schema,
      Selection selection,
      ZoneId zone,
      DayOfWeek weekStart)
      throws SQLException {
    var category = selection.category();
    var task = selection.task();
    var begin = selection.begin(zone);
    var end = selection.end(zone);
    return new Rows(
        GuildRows.select(
            connection,
            schema,
            BY_TASK_AND_WEEK,
            StatisticsQuery::taskWeek,
            category,
            category,
            task,
            task,
            begin,
            end,
            weekStart.getValue(),
            zone.getId()),
        GuildRows.select(
            connection,
            schema,
            BY_MEMBER,
            row -> new MemberCounts(new MemberId(row.getLong("member_id")), counts(row)),
            category,
            category,
            task,
            task,
            begin,
            end),
        GuildRows.select(
            connection,
            schema,
            EFFORT_BY_DAY,
            row -> new DayEffort(row.getObject("day", LocalDate.class), row.getLong("effort")),
            category,
            category,
            task,
            task,
            begin,
            end,
            zone.getId()),
        GuildRows.select(connection, schema, PERIODS, StatisticsQuery::period, end, begin));
  }

  private static TaskWeek taskWeek(ResultSet row) throws SQLException {
    var category = row.getObject("category_id", UUID.class);
    return new TaskWeek(
        new TaskId(row.getObject("task_id", UUID.class)),
        row.getInt("number"),
        row.getString("title"),
        category == null ? null : new GroupingId(category),
        row.getObject("week", LocalDate.class),
        counts(row));
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("done"),
        row.getLong("on_time"),
        row.getLong("missed"),
        row.getLong("expired"),
        row.getLong("skipped"),
        row.getLong("minutes"),
        row.getLong("effort"));
  }

  private static Period period(ResultSet row) throws SQLException {
    var until = row.getObject("until", OffsetDateTime.class);
    return new Period(
        new MemberId(row.getLong("member_id")),
        !row.getString("source").isEmpty(),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        until == null ? null : until.toInstant());
  }
}
