package dcm.journal;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * What an operator does with guilds' schemas while nodes may serve them: makes them, brings them up
 * to date, drops them. Blocks; fails with {@link JournalFailure}.
 */
public final class Upkeep {
  private final DatabaseSettings settings;

  Upkeep(DatabaseSettings settings) {
    this.settings = settings;
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

  /**
   * How all of them stand, in order of their ids: without revisions, and with sizes as of
   * PostgreSQL's last vacuum or analyze.
   */
  public List<GuildEntry> entries() {
    return explained("dcm.guild_schemas", GuildRegister::entries);
  }

  /** The same with revisions and exact sizes, which takes some milliseconds a guild. */
  public List<GuildEntry> measured() {
    return explained("dcm.guild_schemas", GuildRegister::measured);
  }

  /** Makes the guild's tables; when they are there this is {@link #migrate} for one. */
  public Outcome.Done create(long guild) {
    var schema = new SchemaName(guild);
    return explained(
        schema.toString(), connection -> new Migration(settings).bring(connection, schema, true));
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
    return new Migration(settings).of(List.copyOf(guilds), connections);
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
