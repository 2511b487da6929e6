package dcm.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * What an operator does with guilds' schemas while nodes may serve them: makes them, brings them up
 * to date, drops them. Blocks; fails with {@link JournalFailure}.
 */
public final class Upkeep {
  private final DatabaseSettings settings;
  private final GuildTables tables;

  Upkeep(DatabaseSettings settings) {
    this.settings = settings;
    this.tables = new GuildTables(settings.program());
  }

  /** At the database of this system; what all guilds share is brought up to date first. */
  public static Upkeep open(ClassicActorSystemProvider system) {
    var settings = Database.get(system).settings();
    SharedSchema.migrate(settings);
    return new Upkeep(settings);
  }

  /** What became of one guild. */
  public sealed interface Outcome {
    long guild();

    /**
     * Its tables are of the newest version now, and hang on the tree.
     *
     * @param before their version; 0 when there were none
     * @param attached whether they hung on the tree before
     */
    record Done(long guild, int before, int now, boolean attached) implements Outcome {}

    /** They are as they were. */
    record Failed(long guild, JournalFailure reason) implements Outcome {}
  }

  /** Guilds that have a schema, also those that only came back from a dump, in order. */
  public List<Long> all() {
    return explained("dcm.guild_schemas", GuildRegister::all);
  }

  /** How all of them stand, in order of their ids. */
  public List<GuildEntry> entries() {
    return explained("dcm.guild_schemas", GuildRegister::entries);
  }

  /** Makes the guild's tables; when they are there this is {@link #migrate} for one. */
  public Outcome.Done create(long guild) {
    return bring(new SchemaName(guild), true);
  }

  /**
   * Brings each up to the newest version, hangs it on the tree and says the program's rights again;
   * each in a transaction of its own. One that fails stays as it was, and the others go on: to
   * begin again is to go on.
   *
   * @param connections how many are worked on at once
   * @return in the order of {@code guilds}
   */
  public List<Outcome> migrate(Collection<Long> guilds, int connections) {
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var asked = new ArrayList<Future<Outcome>>();
      for (var guild : guilds) {
        asked.add(threads.submit(() -> migrate(guild)));
      }
      var outcomes = new ArrayList<Outcome>();
      for (var outcome : asked) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } catch (ExecutionException broken) {
      throw new IllegalStateException(broken.getCause());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two guilds", hurried);
    }
  }

  private Outcome migrate(long guild) {
    try {
      return bring(new SchemaName(guild), false);
    } catch (JournalFailure failed) {
      return new Outcome.Failed(guild, failed);
    }
  }

  private Outcome.Done bring(SchemaName schema, boolean make) {
    return explained(
        schema.toString(),
        connection ->
            OwnerConnection.transaction(
                connection,
                c -> {
                  GuildTables.lock(c, schema);
                  var found = GuildTables.found(c, schema);
                  if (found.version() == GuildTables.NONE && !make) {
                    throw new SQLException("there is no such guild here");
                  }
                  var guild = schema.snowflake();
                  var attached = GuildRegister.isAttached(c, schema);
                  tables.upgrade(c, schema, GuildPersistenceId.of(guild), found.version());
                  if (!attached && found.version() != GuildTables.NONE) {
                    // it may have come back from a dump: whoever served it knows another history
                    FenceRows.own(c, schema);
                  }
                  return new Outcome.Done(guild, found.version(), GuildTables.NEWEST, attached);
                }));
  }

  /**
   * Drops the guild's tables and what all guilds share knows of it. Its epoch stays, one higher:
   * whoever served the guild may write no more.
   *
   * @return false when there was nothing
   */
  public boolean drop(long guild) {
    var schema = new SchemaName(guild);
    GuildRemoval.detach(settings, schema);
    return explained(
        schema.toString(),
        connection -> OwnerConnection.transaction(connection, c -> GuildRemoval.drop(c, schema)));
  }

  private <T> T explained(String subject, SqlWork<T> work) {
    try (var connection = OwnerConnection.open(settings, settings.lockTimeout())) {
      return work.with(connection);
    } catch (SQLException failed) {
      throw JournalFailure.of(subject, failed);
    }
  }
}
