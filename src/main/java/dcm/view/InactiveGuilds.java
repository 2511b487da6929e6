package dcm.view;

import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.journal.jdbc.SqlWork;
import dcm.view.projection.ProjectionContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The guilds that the bot left, and whether their removal was announced. */
public final class InactiveGuilds {
  private static final int MAX_GUILDS = 100;

  // a node of an older version does not write the time
  private static final String SET_TIME =
      "update dcm.guilds set inactive_since = ? where not active and inactive_since is null";

  private static final String UNANNOUNCED =
      """
      select discord_id from dcm.guilds
       where not active and inactive_since <= ? and removal_announced_at is null
       order by inactive_since limit
      """
          + MAX_GUILDS;

  private static final String ANNOUNCE =
      """
      update dcm.guilds set removal_announced_at = ?
       where discord_id = ? and not active and removal_announced_at is null
      """;

  private static final String EXPIRED =
      """
      select discord_id from dcm.guilds
       where not active and inactive_since <= ? and removal_announced_at <= ?
       order by inactive_since limit
      """
          + MAX_GUILDS;

  private final Database database;

  InactiveGuilds(Database database) {
    this.database = database;
  }

  /** At most 100 guilds that are inactive since then and whose removal was not announced. */
  public CompletionStage<List<GuildId>> findUnannounced(Instant inactiveBefore, Instant now) {
    return database.write(connection -> {
      try (var update = connection.prepareStatement(SET_TIME)) {
        ProjectionContext.bind(update, now);
        update.executeUpdate();
      }
      return select(connection, UNANNOUNCED, inactiveBefore);
    });
  }

  /** Records the announcement; false when it was recorded before or the guild is active again. */
  public CompletionStage<Boolean> recordAnnouncement(GuildId guild, Instant at) {
    SqlWork<Boolean> update =
        connection -> {
          try (var statement = connection.prepareStatement(ANNOUNCE)) {
            ProjectionContext.bind(statement, at, guild);
            return statement.executeUpdate() == 1;
          }
        };
    return database.write(update);
  }

  /** At most 100 guilds that were left and announced before these instants. */
  public CompletionStage<List<GuildId>> findExpired(
      Instant inactiveBefore, Instant announcedBefore) {
    return database.read(
        connection -> select(connection, EXPIRED, inactiveBefore, announcedBefore));
  }

  private static List<GuildId> select(Connection connection, String sql, Instant... instants)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      ProjectionContext.bind(select, (Object[]) instants);
      try (var rows = select.executeQuery()) {
        var guilds = new ArrayList<GuildId>();
        while (rows.next()) {
          guilds.add(new GuildId(rows.getLong(1)));
        }
        return guilds;
      }
    }
  }
}
