package dcm.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Writes for many guilds at once, without actors; one lane, so that they meet in one group. */
final class LanesProbe implements AutoCloseable {
  private final JournalProbe journal;
  final Database database;

  LanesProbe(TestDatabase on, String... more) {
    var config = new ArrayList<>(List.of(more));
    config.add("dcm.journal.db.writers = 1");
    journal = JournalProbe.on(on, config.toArray(String[]::new));
    database = Database.get(journal.system);
  }

  /** Guilds with one event each. */
  List<Long> founded(long first, int count) {
    var guilds = LongStream.range(first, first + count).boxed().toList();
    guilds.forEach(guild -> journal.write("guild|" + guild, 1, "first"));
    return guilds;
  }

  /** In one go: all but the first few wait for the transaction before theirs and share the next. */
  List<CompletableFuture<?>> send(List<Long> guilds, long number) {
    return guilds.stream().<CompletableFuture<?>>map(guild -> send(guild, number)).toList();
  }

  void together(List<Long> guilds, long number) throws Exception {
    CompletableFuture.allOf(send(guilds, number).toArray(CompletableFuture[]::new))
        .get(45, TimeUnit.SECONDS);
  }

  CompletableFuture<?> send(long guild, long number) {
    var schema = new SchemaName(guild);
    var id = GuildPersistenceId.of(guild);
    var epoch = ((Standing.Held) database.recovery().epochs().of(id)).epoch();
    var row =
        new EventRow(
            id,
            number,
            "writer",
            Instant.EPOCH.toEpochMilli(),
            "",
            new Payload(1, "text", new byte[] {1}),
            null);
    var batch = new WriteBatch(List.of(row), new Also(schema), List.of());
    return database
        .lanes()
        .write(PendingWrite.of(schema, epoch, batch), database.schemas().routerOf(schema))
        .toCompletableFuture();
  }

  JournalCounts counts() {
    return database.lanes().counts();
  }

  @Override
  public void close() {
    journal.close();
  }
}
