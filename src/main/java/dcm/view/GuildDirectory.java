package dcm.view;

import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.journal.jdbc.SqlFailures;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The guilds that the bot is or was in, whether their entities are running or not. */
public final class GuildDirectory {
  private static final String SELECT_ACTIVE =
      "select discord_id from dcm.guilds where active and discord_id = any (?::bigint[])";

  private final Database database;

  GuildDirectory(Database database) {
    this.database = database;
  }

  /**
   * Those of the guilds that the bot is in, with one query; empty while the database is
   * unavailable.
   */
  public CompletionStage<Optional<Set<GuildId>>> findActive(Collection<GuildId> guilds) {
    var ids = guilds.stream().map(GuildId::value).toArray(Long[]::new);
    return database
        .read(connection -> {
          try (var select = connection.prepareStatement(SELECT_ACTIVE)) {
            select.setArray(1, connection.createArrayOf("bigint", ids));
            try (var rows = select.executeQuery()) {
              Set<GuildId> active = new HashSet<>();
              while (rows.next()) {
                active.add(new GuildId(rows.getLong(1)));
              }
              return active;
            }
          }
        })
        .thenApply(Optional::of)
        .exceptionallyCompose(failure ->
            SqlFailures.isTransient(failure)
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.failedFuture(failure));
  }
}
