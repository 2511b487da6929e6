package dcm.transfer;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.GUILD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.RandomCommands;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.ImportId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.transfer.format.ExportHeader;
import dcm.transfer.format.ImportContext;
import dcm.transfer.format.ImportFormat;
import dcm.transfer.format.JsonExport;
import dcm.transfer.format.ParsedFile;
import dcm.transfer.format.TaskFiles;
import dcm.transfer.format.UnreadableFileException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** An export imported into an empty guild makes an equal guild. */
class TransferPropertiesTest {
  private static final ImportId IMPORT = new ImportId(new UUID(5, 5));

  /** What an import preserves of a task. */
  private record Preserved(
      int number,
      TaskFields fields,
      @Nullable String category,
      Set<String> labels,
      Set<Integer> dependsOn,
      List<PreservedOccurrence> open,
      List<PreservedOccurrence> closed) {}

  private record Report(
      MemberId by,
      MemberId loggedBy,
      Instant doneAt,
      @Nullable String note,
      @Nullable MemberId approvedBy) {
    static @Nullable Report of(Occurrence.@Nullable Completion done) {
      return done == null
          ? null
          : new Report(done.by(), done.loggedBy(), done.doneAt(), done.note(), done.approvedBy());
    }
  }

  private record PreservedOccurrence(
      Occurrence.State state,
      Due due,
      List<MemberId> assignees,
      @Nullable MemberId claimedBy,
      @Nullable Instant snoozedUntil,
      Set<Integer> ticks,
      List<Report> parts,
      @Nullable Report completion,
      @Nullable Due ruleDue,
      @Nullable Instant followedAt) {
    static PreservedOccurrence of(Occurrence occurrence, int items, Instant now) {
      Instant snoozed = occurrence.snoozedUntil();
      return new PreservedOccurrence(
          occurrence.state(),
          occurrence.due(),
          occurrence.assignees(),
          occurrence.claimedBy(),
          snoozed != null && snoozed.isAfter(now) ? snoozed : null,
          occurrence.currentProgress().ticks().stream()
              .filter(item -> item < items)
              .collect(Collectors.toSet()),
          occurrence.currentProgress().parts().stream().map(Report::of).toList(),
          Report.of(occurrence.completion()),
          occurrence.currentCourse().ruleDue(),
          occurrence.isOpen() ? occurrence.currentCourse().followedAt() : null);
    }
  }

  private static List<Task> tasks(GuildFixture fixture) {
    var query =
        new QueryEnvelope(
            GUILD, fixture.now, new Caller.SystemCaller(), new GuildQuery.ExportTasks(0, 200));
    return fixture.guild.answer(query)
            instanceof
            GuildReply.Answered(
                QueryResult.ExportedTasks(List<Task> tasks, int _, boolean _),
                long _)
        ? tasks
        : List.of();
  }

  private static List<Grouping> groupings(GuildFixture fixture, Grouping.Kind kind) {
    var query =
        new QueryEnvelope(
            GUILD, fixture.now, new Caller.SystemCaller(), new GuildQuery.Groupings(kind));
    return fixture.guild.answer(query)
            instanceof GuildReply.Answered(QueryResult.Groupings(List<Grouping> found), long _)
        ? found
        : List.of();
  }

  private static List<Preserved> preserved(GuildFixture fixture) {
    List<Task> tasks = tasks(fixture);
    Map<TaskId, Integer> numbers = tasks.stream().collect(Collectors.toMap(Task::id, Task::number));
    var names = new HashMap<Object, String>();
    for (var kind : Grouping.Kind.values()) {
      groupings(fixture, kind).forEach(one -> names.put(one.id(), one.name()));
    }
    return tasks.stream()
        .map(task -> {
          var policy = task.effectivePolicy();
          int items = policy.checklist().size();
          return new Preserved(
              task.number(),
              task.fields()
                  .withCategory(null)
                  .withLabels(List.of())
                  .withPolicy(policy.withDependsOn(Set.of())),
              names.get(task.category()),
              task.labels().stream().map(names::get).collect(Collectors.toSet()),
              policy.dependsOn().stream()
                  .filter(numbers::containsKey)
                  .map(numbers::get)
                  .collect(Collectors.toSet()),
              task.occurrences().stream()
                  .map(one -> PreservedOccurrence.of(one, items, fixture.now))
                  .toList(),
              task.closed() == null
                  ? List.of()
                  : List.of(PreservedOccurrence.of(task.closed(), items, fixture.now)));
        })
        .toList();
  }

  private static String export(GuildFixture fixture) {
    var json = new JsonExport();
    return json.begin(
            new ExportHeader(
                GUILD,
                "Huize Anna",
                fixture.now,
                GuildSettings.INITIAL,
                groupings(fixture, Grouping.Kind.CATEGORY),
                groupings(fixture, Grouping.Kind.LABEL)))
        + json.tasks(tasks(fixture))
        + json.end(member -> "member " + member);
  }

  private static GuildFixture imported(String text, Instant now) throws UnreadableFileException {
    GuildFixture target = GuildFixture.withMembers();
    target.everybodyMay(Permission.values());
    target.now = now;
    ParsedFile file =
        TaskFiles.parse(
            text.getBytes(UTF_8), null, Map.of(), new ImportContext(GuildFixture.AMSTERDAM, now));
    assertThat(file.format()).isEqualTo(ImportFormat.DCM);
    var members = new HashMap<MemberId, @Nullable MemberId>();
    file.people().keySet().forEach(person -> members.put(person, person));
    var details =
        new ImportJob.Details(
            dcm.guild.value.Origin.DISCORD, "", Map.of(), file.people(), members, 0);
    var nothing = new ImportPlan.Existing(Set.of(), Map.of(), Map.of());
    for (ImportRow row : ImportPlan.of(IMPORT, file, nothing)) {
      assertThat(row.problem()).isNull();
      target.execute(ANNA, ImportPlan.command(IMPORT, details, row, row.task()));
    }
    return target;
  }

  @Provide
  Arbitrary<List<RandomCommands.Step>> steps() {
    return RandomCommands.steps(60);
  }

  @Property(tries = 150)
  void what_is_exported_comes_back(@ForAll("steps") List<RandomCommands.Step> steps)
      throws UnreadableFileException {
    GuildFixture fixture = RandomCommands.guild();
    steps.forEach(step -> RandomCommands.perform(step, fixture));
    if (tasks(fixture).isEmpty()) {
      return;
    }
    GuildFixture target = imported(export(fixture), fixture.now);
    assertThat(preserved(target)).isEqualTo(preserved(fixture));
  }
}
