package dcm.view;

import dcm.guild.Assignment;
import dcm.guild.By;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.GuildEvent;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.OccurrenceEvent;
import dcm.guild.Priority;
import dcm.guild.Recorded;
import dcm.guild.Schedule;
import dcm.guild.TaskEvent;
import dcm.guild.TaskFields;
import dcm.guild.TaskId;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalProbe;
import dcm.journal.TestDatabase;
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

/** A journal with the notice-board on it, and events to write; times count up by a minute. */
final class Board implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  static final MemberId SANNE = new MemberId(501);
  static final MemberId TOM = new MemberId(502);
  static final By BY_SANNE = new By(SANNE, Door.DISCORD);
  static final Due DUE =
      new Due.AtTime(LocalDateTime.parse("2026-03-07T11:00"), ZoneId.of("Europe/Amsterdam"));

  final TestDatabase database = TestDatabase.fresh();
  final View view;
  final JournalProbe journal;
  private final Map<GuildId, Long> revisions = new HashMap<>();

  Board() {
    journal = JournalProbe.on(database, "dcm.journal.hook = \"dcm.view.NoticeBoard\"");
    view = View.open(journal.system);
  }

  void write(GuildId guild, By by, GuildEvent... events) {
    var first = revisions.getOrDefault(guild, 0L) + 1;
    var payloads = new Object[events.length];
    Arrays.setAll(payloads, i -> recorded(events[i], at(first + i), by));
    journal.write(GuildPersistenceId.of(guild.value()), first, payloads);
    revisions.put(guild, first + events.length - 1);
  }

  void write(GuildId guild, GuildEvent... events) {
    write(guild, BY_SANNE, events);
  }

  /** When the event of this revision happened. */
  static Instant at(long revision) {
    return START.plus(Duration.ofMinutes(revision));
  }

  static TaskId task(int number) {
    return new TaskId(new UUID(0x7000L, number));
  }

  static TaskEvent.Created created(int number, String title) {
    return new TaskEvent.Created(
        task(number),
        number,
        title,
        "",
        null,
        List.of(),
        Effort.UNKNOWN,
        Priority.NORMAL,
        new Schedule.Once(DUE),
        Assignment.OPEN);
  }

  static TaskEvent.Edited renamed(int number, String before, String after) {
    return new TaskEvent.Edited(task(number), fields(before), fields(after));
  }

  static OccurrenceEvent.Opened opened(int number, int ordinal, MemberId... assignees) {
    return new OccurrenceEvent.Opened(task(number), ordinal, DUE, List.of(assignees));
  }

  static OccurrenceEvent.Completed completed(int number, int ordinal, @Nullable String note) {
    return new OccurrenceEvent.Completed(task(number), ordinal, TOM, SANNE, START, note);
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  List<PastOccurrence> history(GuildId guild, int number) throws Exception {
    return get(view.history().ofTask(guild, task(number), Integer.MAX_VALUE, 100));
  }

  /** One column, all rows, as text. */
  List<String> look(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
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
        Effort.UNKNOWN,
        Priority.NORMAL,
        new Schedule.Once(DUE),
        Assignment.OPEN);
  }

  private static Recorded recorded(GuildEvent event, Instant at, By by) {
    return new Recorded(event, at, by, new CommandId(new UUID(0x7000L, at.getEpochSecond())), "");
  }

  @Override
  public void close() {
    journal.close();
  }
}
