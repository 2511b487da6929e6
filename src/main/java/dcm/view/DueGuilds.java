package dcm.view;

import dcm.guild.GuildId;
import dcm.journal.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Which guilds have something to do now, whether they are awake or not. */
public final class DueGuilds {
  private static final String DUE =
      "select guild_id from dcm.guild_wakeup where due_at <= ? order by due_at limit ?";

  private final Database database;

  DueGuilds(Database database) {
    this.database = database;
  }

  boolean journalIsAtWork() {
    return database.isAtWork();
  }

  /**
   * At most {@code limit} guilds whose instant has come, the longest overdue first. A guild stays
   * on the list until an event of its own plans another instant.
   */
  public CompletionStage<List<GuildId>> at(Instant now, int limit) {
    return database.read(connection -> {
      try (var select = connection.prepareStatement(DUE)) {
        Note.bind(select, now, limit);
        try (var rows = select.executeQuery()) {
          var due = new ArrayList<GuildId>();
          while (rows.next()) {
            due.add(new GuildId(rows.getLong(1)));
          }
          return due;
        }
      }
    });
  }
}
