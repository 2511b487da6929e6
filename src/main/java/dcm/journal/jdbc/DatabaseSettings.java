package dcm.journal.jdbc;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * Location, logins and limits of PostgreSQL: {@code dcm.journal.db}. The timeouts nest, lock within
 * statement within socket, so that PostgreSQL reports the reason before the connection is closed.
 *
 * @param program the login that reads and writes
 * @param owner the login that owns all tables and creates those of new guilds; the program's login
 *     when none is configured
 * @param writeThreads threads that write events, each with a connection; a guild always has the
 *     same
 * @param readThreads threads that read, each with a connection
 * @param recoveryThreads threads that recover and replay guilds, each with a connection
 * @param snapshotThreads threads that encode and write snapshots, each with a connection
 * @param queueSize tasks that may be queued per executor
 * @param maxQueueBytes bytes of events that may be pending, over all write threads
 */
public record DatabaseSettings(
    String url,
    Credentials program,
    Credentials owner,
    int writeThreads,
    int readThreads,
    int recoveryThreads,
    int snapshotThreads,
    int queueSize,
    long maxQueueBytes,
    Duration lockTimeout,
    Duration statementTimeout,
    Duration socketTimeout,
    Duration connectTimeout,
    Duration maxLifetime) {

  /** Reads {@code dcm.journal.db} of the whole configuration; adds a message per invalid key. */
  public static DatabaseSettings from(Config config, List<String> problems) {
    var db = config.getConfig("dcm.journal.db");
    var program = credentials(db);
    var settings =
        new DatabaseSettings(
            db.getString("url"),
            program,
            db.getString("owner.user").isEmpty() ? program : credentials(db.getConfig("owner")),
            db.getInt("write-threads"),
            db.getInt("read-threads"),
            db.getInt("recovery-threads"),
            db.getInt("snapshot-threads"),
            db.getInt("queue-size"),
            (long) (Runtime.getRuntime().maxMemory() * db.getDouble("queue-share")),
            db.getDuration("lock-timeout"),
            db.getDuration("statement-timeout"),
            db.getDuration("socket-timeout"),
            db.getDuration("connect-timeout"),
            db.getDuration("max-lifetime"));
    settings.check(problems);
    return settings;
  }

  private static Credentials credentials(Config block) {
    return new Credentials(block.getString("user"), block.getString("password"));
  }

  private void check(List<String> problems) {
    if (!url.startsWith("jdbc:postgresql:")) {
      problems.add("dcm.journal.db.url (DCM_DB_URL) must begin with jdbc:postgresql:");
    }
    if (program.user().isBlank()) {
      problems.add("dcm.journal.db.user (DCM_DB_USER) must not be empty");
    }
    if (maxQueueBytes < 1 << 20) {
      problems.add("dcm.journal.db.queue-share must be at least 1 MiB of the heap");
    }
    if (writeThreads < 1
        || readThreads < 1
        || recoveryThreads < 1
        || snapshotThreads < 1
        || queueSize < 1) {
      problems.add(
          "dcm.journal.db.write-threads, read-threads, recovery-threads, snapshot-threads and"
              + " queue-size must be at least 1");
    }
    if (lockTimeout.compareTo(statementTimeout) >= 0
        || statementTimeout.compareTo(socketTimeout) >= 0) {
      problems.add(
          "dcm.journal.db: lock-timeout must be shorter than statement-timeout, and"
              + " statement-timeout shorter than socket-timeout");
    }
    if (socketTimeout.toSeconds() < 1 || connectTimeout.toMillis() < 250) {
      problems.add(
          "dcm.journal.db.socket-timeout must be at least 1s, connect-timeout at least 250ms");
    }
    if (maxLifetime.compareTo(Duration.ofSeconds(30)) < 0) {
      problems.add("dcm.journal.db.max-lifetime must be at least 30s");
    }
  }

  /** Without the passwords, which must not be logged. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + url + ", program " + program + ", owner " + owner + "]";
  }

  /** Name and password of a PostgreSQL role. */
  public record Credentials(String user, String password) {
    /** The name as a quoted SQL identifier: DDL takes no parameters. */
    public String quotedUser() {
      if (user.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("A database user must not contain a zero byte");
      }
      return '"' + user.replace("\"", "\"\"") + '"';
    }

    /** Without the passwords, which must not be logged. */
    @Override
    public String toString() {
      return user;
    }
  }
}
