package dcm.view.projection;

import static dcm.view.ProjectionTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.RandomCommands;
import dcm.guild.RandomCommands.Step;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.GuildId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import dcm.view.OccurrenceHistory.OccurrenceRecord;
import dcm.view.ProjectionTestKit;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The read tables and the guild's state come from the same events and say the same. */
class ProjectionPropertiesIT {
  private static final AtomicLong GUILDS = new AtomicLong(70_000);
  private static ProjectionTestKit kit;

  @BeforeContainer
  static void open() {
    kit = new ProjectionTestKit();
  }

  @AfterContainer
  static void close() {
    kit.close();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return RandomCommands.steps(60);
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void rows_of_occurrences_equal_the_state(@ForAll("steps") List<Step> steps) throws Exception {
    GuildFixture fixture = RandomCommands.guild();
    for (Step step : steps) {
      RandomCommands.perform(step, fixture);
    }
    GuildId guild = new GuildId(GUILDS.incrementAndGet());
    kit.write(guild, fixture.journal);

    GuildState state = fixture.guild.snapshot().state();
    for (TaskState taskState : state.catalog().tasks().values()) {
      TaskId id = taskState.task().id();
      List<OccurrenceRecord> rows =
          join(kit.readModels.occurrenceHistory().findByTask(guild, id, Integer.MAX_VALUE, 10_000));
      assertThat(rows.stream().filter(row -> row.closedRevision() == null).map(Row::of))
          .as("open occurrences of #%d", taskState.task().number())
          .containsExactlyInAnyOrderElementsOf(
              taskState.task().occurrences().stream().map(Row::of).toList());
      Map<Integer, OccurrenceRecord> closed =
          rows.stream()
              .filter(row -> row.closedRevision() != null)
              .collect(Collectors.toMap(OccurrenceRecord::ordinal, Function.identity()));
      for (TaskState.Closing closing : taskState.closings()) {
        OccurrenceRecord row = closed.get(closing.occurrence().ordinal());
        assertThat(row)
            .as("#%d, ordinal %d", taskState.task().number(), closing.occurrence().ordinal())
            .isNotNull();
        assertThat(Row.of(row)).isEqualTo(Row.of(closing.occurrence()));
      }
    }
  }

  /** What both sides know of an occurrence; a claim is kept by closed rows alone. */
  private record Row(
      int ordinal,
      Occurrence.State state,
      Object due,
      Object assignees,
      Object claimedBy,
      Object completedBy,
      Object loggedBy,
      Object doneAt,
      Object note) {
    static Row of(OccurrenceRecord row) {
      boolean done =
          row.state() == Occurrence.State.DONE || row.state() == Occurrence.State.AWAITING_APPROVAL;
      return new Row(
          row.ordinal(),
          row.state(),
          row.due(),
          row.assignees(),
          row.closedRevision() == null ? String.valueOf(row.claimedBy()) : "",
          done ? String.valueOf(row.completedBy()) : "",
          done ? String.valueOf(row.loggedBy()) : "",
          done && row.doneAt() != null ? row.doneAt().truncatedTo(ChronoUnit.MICROS) : "",
          done ? String.valueOf(row.note()) : "");
    }

    static Row of(Occurrence occurrence) {
      Occurrence.Completion done = occurrence.completion();
      return new Row(
          occurrence.ordinal(),
          occurrence.state(),
          occurrence.due(),
          occurrence.assignees(),
          occurrence.closedAt() == null ? String.valueOf(occurrence.claimedBy()) : "",
          done == null ? "" : String.valueOf(done.by()),
          done == null ? "" : String.valueOf(done.loggedBy()),
          done == null ? "" : done.doneAt().truncatedTo(ChronoUnit.MICROS),
          done == null ? "" : String.valueOf(done.note()));
    }
  }
}
