package dcm.view;

import dcm.journal.Database;
import dcm.journal.EventLog;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * All queries of the read models. Results are computed on threads that may block; {@link AuditLog},
 * {@link OccurrenceHistory} and {@link CommentList} fail with {@link ReadModelUnavailableException}
 * while the database is unavailable.
 */
public record ReadModels(
    EventHistory eventHistory,
    AuditLog auditLog,
    OccurrenceHistory occurrenceHistory,
    CommentList comments,
    StatisticsQuery statistics,
    PointsLedger points,
    DueGuildQuery dueGuilds,
    GuildDirectory guildDirectory,
    ReadModelRebuild rebuild,
    UserDirectory userDirectory,
    MemberPseudonymization pseudonymization,
    MemberExport memberExport,
    InactiveGuilds inactiveGuilds) {
  public static ReadModels open(ClassicActorSystemProvider system) {
    var database = Database.get(system);
    var eventLog = new EventLog(system);
    var eventHistory = new EventHistory(eventLog);
    var auditLog = new AuditLog(eventHistory);
    var rebuild = new ReadModelRebuild(database, eventLog);
    return new ReadModels(
        eventHistory,
        auditLog,
        new OccurrenceHistory(database),
        new CommentList(database),
        new StatisticsQuery(database),
        new PointsLedger(database),
        new DueGuildQuery(database),
        new GuildDirectory(database),
        rebuild,
        new UserDirectory(database),
        new MemberPseudonymization(database, rebuild),
        new MemberExport(database, auditLog),
        new InactiveGuilds(database));
  }

  /** Whether this node's threads that write and recover guilds are running. */
  public boolean isJournalRunning() {
    return dueGuilds.isJournalRunning();
  }

  /** Fails, with the reason, when the shared schema cannot be read. */
  public CompletionStage<?> checkReachable() {
    return dueGuilds.findDue(Instant.EPOCH, 1);
  }
}
