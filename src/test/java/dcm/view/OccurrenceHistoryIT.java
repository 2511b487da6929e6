package dcm.view;

import static dcm.view.ProjectionTestKit.created;
import static dcm.view.ProjectionTestKit.join;
import static dcm.view.ProjectionTestKit.opened;
import static dcm.view.ProjectionTestKit.task;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import dcm.journal.schema.SchemaName;
import java.sql.SQLException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class OccurrenceHistoryIT {
  private static final GuildId GUILD = new GuildId(4101);

  /** Ten closed occurrences on each of 500 days, half of them without a time. */
  private static final String HISTORY =
      """
      insert into guild_4101.occurrence_history
             (task_id, ordinal, number, title, state, due, opened_at, assignees, closed_at,
              closed_revision)
      select '00000000-0000-7000-0000-000000000001', n, 1, 'Dishes', 'DONE',
             case when n % 2 = 0
               then jsonb_build_object('type', 'day', 'zone', 'Europe/Amsterdam',
                      'date', (date '2025-01-01' + n / 10)::text)
               else jsonb_build_object('type', 'time', 'zone', 'Europe/Amsterdam',
                      'local', (date '2025-01-01' + n / 10)::text || 'T10:00:00')
             end, now(), '{}', now(), n
        from generate_series(10, 5009) n
      """;

  @Test
  void the_occurrences_of_a_day_are_found_by_an_index() throws Exception {
    try (var kit = new ProjectionTestKit()) {
      kit.write(GUILD, created(1, "Dishes"), opened(1, 1));
      try (var session = kit.database.connect();
          var statement = session.createStatement()) {
        statement.execute(HISTORY);
        statement.execute("analyze guild_4101.occurrence_history");
      }

      var from = LocalDate.of(2025, 6, 1);
      assertThat(
              join(
                  kit.readModels.occurrenceHistory().findByDay(GUILD, from, from.plusDays(2), 100)))
          .hasSize(20)
          .allMatch(found -> found.task().equals(task(1)));
      assertThat(plan(kit)).contains("occurrence_history_day").doesNotContain("Seq Scan");
    }
  }

  private static String plan(ProjectionTestKit kit) throws SQLException {
    var query = new SchemaName(GUILD.value()).in(OccurrenceHistory.SELECT_BY_DAY);
    var plan = new StringBuilder();
    try (var session = kit.database.connect();
        var explain = session.prepareStatement("explain " + query)) {
      explain.setString(1, "2025-06-01");
      explain.setString(2, "2025-06-03");
      explain.setInt(3, 100);
      try (var rows = explain.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }
}
