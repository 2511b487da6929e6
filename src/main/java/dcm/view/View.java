package dcm.view;

import dcm.journal.Database;
import dcm.journal.EventLog;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * Everything one can ask of the notice-board. Answers come from threads that may block; {@link
 * Audit} and {@link History} fail with {@link BoardAway} while the database is away.
 */
public record View(
    PastEvents past, Audit audit, History history, DueGuilds due, Rebuild rebuild, Users users) {
  public static View open(ClassicActorSystemProvider system) {
    var database = Database.get(system);
    var log = new EventLog(system);
    var past = new PastEvents(log);
    return new View(
        past,
        new Audit(past),
        new History(database),
        new DueGuilds(database),
        new Rebuild(database, log),
        new Users(database));
  }

  /** Whether this node's threads that write and recover guilds are at work. */
  public boolean journalIsAtWork() {
    return due.journalIsAtWork();
  }

  /** Fails when what all guilds share cannot be read, with the reason. */
  public CompletionStage<?> reachable() {
    return due.at(Instant.EPOCH, 1);
  }
}
