package dcm.view;

import dcm.guild.event.GuildEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.GuildId;
import dcm.guild.value.Initiator;
import dcm.guild.value.MemberId;
import dcm.guild.value.Origin;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalProbe;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A journal with the inline projection, and a writer of events; each event is one minute later. */
public final class ProjectionTestKit implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  public static final MemberId SANNE = new MemberId(501);
  public static final MemberId TOM = new MemberId(502);
  static final Initiator BY_SANNE = new Initiator(SANNE, Origin.DISCORD);
  public static final Due DUE =
      new Due.AtTime(LocalDateTime.parse("2026-03-07T11:00"), ZoneId.of("Europe/Amsterdam"));

  final TestDatabase database = TestDatabase.fresh();
  public final ReadModels readModels;
  final JournalProbe journal;
  private final Map<GuildId, Long> revisions = new HashMap<>();

  public ProjectionTestKit() {
    journal =
        JournalProbe.on(
            database,
            "dcm.journal.inline-projection = \"dcm.view.projection.ReadModelProjection\"");
    readModels = ReadModels.open(journal.system);
  }

  void write(GuildId guild, Initiator initiator, GuildEvent... events) {
    var first = revisions.getOrDefault(guild, 0L) + 1;
    var payloads = new Object[events.length];
    Arrays.setAll(payloads, i -> recorded(events[i], at(first + i), initiator));
    journal.write(GuildPersistenceId.of(guild.value()), first, payloads);
    revisions.put(guild, first + events.length - 1);
  }

  public void write(GuildId guild, GuildEvent... events) {
    write(guild, BY_SANNE, events);
  }

  /** Writes the events of a guild from its first one on, a few in each write. */
  public void write(GuildId guild, List<RecordedEvent> events) {
    for (int from = 0; from < events.size(); from += 7) {
      journal.write(
          GuildPersistenceId.of(guild.value()),
          from + 1L,
          events.subList(from, Math.min(from + 7, events.size())).toArray());
    }
  }

  /** The time of the event with this revision. */
  public static Instant at(long revision) {
    return START.plus(Duration.ofMinutes(revision));
  }

  public static TaskId task(int number) {
    return new TaskId(new UUID(0x7000L, number));
  }

  public static TaskEvent.Created created(int number, String title) {
    return new TaskEvent.Created(
        task(number),
        number,
        title,
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        new Schedule.Once(DUE),
        Assignment.OPEN);
  }

  public static TaskEvent.Edited renamed(int number, String before, String after) {
    return new TaskEvent.Edited(task(number), fields(before), fields(after));
  }

  public static OccurrenceEvent.Opened opened(int number, int ordinal, MemberId... assignees) {
    return new OccurrenceEvent.Opened(task(number), ordinal, DUE, List.of(assignees));
  }

  public static OccurrenceEvent.Completed completed(
      int number, int ordinal, @Nullable String note) {
    return new OccurrenceEvent.Completed(task(number), ordinal, TOM, SANNE, START, note);
  }

  public static <T> T join(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  public List<OccurrenceHistory.OccurrenceRecord> history(GuildId guild, int number)
      throws Exception {
    return join(
        readModels.occurrenceHistory().findByTask(guild, task(number), Integer.MAX_VALUE, 100));
  }

  /** One column, all rows, as text. */
  public List<String> queryColumn(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static TaskFields fields(String title) {
    return new TaskFields(
        title,
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        new Schedule.Once(DUE),
        Assignment.OPEN);
  }

  private static RecordedEvent recorded(GuildEvent event, Instant at, Initiator initiator) {
    return new RecordedEvent(
        event, at, initiator, new CommandId(new UUID(0x7000L, at.getEpochSecond())), "");
  }

  @Override
  public void close() {
    journal.close();
  }
}
