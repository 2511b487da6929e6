package dcm.view;

import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.view.projection.ProjectionContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the guilds whose planned wake-up is due, whether their entity is running or not. */
public final class DueGuildQuery {
  private static final String SELECT_DUE =
      "select guild_id from dcm.guild_wakeup where due_at <= ? order by due_at limit ?";

  private final Database database;

  DueGuildQuery(Database database) {
    this.database = database;
  }

  boolean isJournalRunning() {
    return database.isRunning();
  }

  /**
   * At most {@code limit} due guilds, the longest overdue first. A guild stays due until one of its
   * events plans another instant.
   */
  public CompletionStage<List<GuildId>> findDue(Instant now, int limit) {
    return database.read(connection -> {
      try (var select = connection.prepareStatement(SELECT_DUE)) {
        ProjectionContext.bind(select, now, limit);
        try (var rows = select.executeQuery()) {
          var guilds = new ArrayList<GuildId>();
          while (rows.next()) {
            guilds.add(new GuildId(rows.getLong(1)));
          }
          return guilds;
        }
      }
    });
  }
}
