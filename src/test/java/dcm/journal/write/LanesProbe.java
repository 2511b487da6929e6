package dcm.journal.write;

import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalMetrics;
import dcm.journal.JournalProbe;
import dcm.journal.fencing.EpochState;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Writes for many guilds without actors; with one lane, so that they share groups. */
final class LanesProbe implements AutoCloseable {
  private final JournalProbe journal;
  final Database database;

  LanesProbe(TestDatabase testDatabase, String... more) {
    var config = new ArrayList<>(List.of(more));
    config.add("dcm.journal.db.write-threads = 1");
    journal = JournalProbe.on(testDatabase, config.toArray(String[]::new));
    database = Database.get(journal.system);
  }

  /** Creates guilds with one event each. */
  List<Long> createGuilds(long first, int count) {
    var guilds = LongStream.range(first, first + count).boxed().toList();
    guilds.forEach(guild -> journal.write("guild|" + guild, 1, "first"));
    return guilds;
  }

  /** Sends all at once: those queued behind the first transaction share the next. */
  List<CompletableFuture<?>> send(List<Long> guilds, long number) {
    return guilds.stream().<CompletableFuture<?>>map(guild -> send(guild, number)).toList();
  }

  void sendAndAwait(List<Long> guilds, long number) throws Exception {
    CompletableFuture.allOf(send(guilds, number).toArray(CompletableFuture[]::new))
        .get(45, TimeUnit.SECONDS);
  }

  CompletableFuture<?> send(long guild, long number) {
    var schema = new SchemaName(guild);
    var id = GuildPersistenceId.of(guild);
    var context = database.contexts().get(schema, id);
    var epoch = ((EpochState.Held) context.epoch().state()).epoch();
    var row =
        new EventDao.EventRow(
            id,
            number,
            "writer",
            Instant.EPOCH.toEpochMilli(),
            "",
            new PayloadSerializer.SerializedPayload(1, "text", new byte[] {1}),
            null);
    var batch = new WriteBatch(List.of(row), new StatementBatch(schema), List.of());
    return database.lanes().write(PendingWrite.of(context, epoch, batch)).toCompletableFuture();
  }

  JournalMetrics metrics() {
    return database.lanes().metrics();
  }

  @Override
  public void close() {
    journal.close();
  }
}
