package dcm.view;

import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.PointsReason;
import dcm.guild.value.TaskId;
import dcm.journal.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of points. Every stage fails with {@link ReadModelUnavailableException} while the
 * database is unavailable.
 */
public final class PointsLedger {
  private static final String SUMS =
      """
      select member_id, sum(delta) as points
        from ${guild}.points_ledger
       where recorded_at >= ? and recorded_at < ?
       group by member_id
      """;

  private static final String PAGE =
      """
      select revision, recorded_at, delta, reason, source, task_id, ordinal, streak, note
        from ${guild}.points_ledger
       where member_id = ? and revision < ?
       order by revision desc limit ?
      """;

  // PostgreSQL has no Instant.MIN and Instant.MAX
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Database database;

  PointsLedger(Database database) {
    this.database = database;
  }

  /**
   * What each member got in a period; without members for whom nothing was recorded in it.
   *
   * @param from inclusive; null: from the beginning
   * @param to exclusive; null: until now
   */
  public CompletionStage<Map<MemberId, Long>> sums(
      GuildId guild, @Nullable Instant from, @Nullable Instant to) {
    return GuildRows.select(
            database,
            guild,
            SUMS,
            row -> Map.entry(new MemberId(row.getLong("member_id")), row.getLong("points")),
            from == null ? FIRST : from,
            to == null ? LAST : to)
        .thenApply(sums ->
            sums.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * A page of a member's ledger, newest first.
   *
   * @param before only lower revisions; {@link Long#MAX_VALUE} for the newest
   */
  public CompletionStage<List<Entry>> page(GuildId guild, MemberId member, long before, int limit) {
    return GuildRows.select(database, guild, PAGE, PointsLedger::entry, member, before, limit);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var task = row.getObject("task_id", UUID.class);
    return new Entry(
        row.getLong("revision"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        row.getInt("delta"),
        PointsReason.valueOf(row.getString("reason")),
        row.getString("source"),
        task == null ? null : new TaskId(task),
        row.getObject("ordinal", Integer.class),
        row.getObject("streak", Integer.class),
        row.getString("note"));
  }

  /**
   * An entry of the ledger.
   *
   * @param delta 0 when only the streak changed
   * @param task null: given or taken by hand
   * @param streak the member's streak after it; null: it did not change
   */
  public record Entry(
      long revision,
      Instant at,
      int delta,
      PointsReason reason,
      String source,
      @Nullable TaskId task,
      @Nullable Integer ordinal,
      @Nullable Integer streak,
      @Nullable String note) {}
}
