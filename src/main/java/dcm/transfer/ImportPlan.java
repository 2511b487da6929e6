package dcm.transfer;

import dcm.guild.command.ImportCommand;
import dcm.guild.command.PolicyPatch;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.ImportId;
import dcm.guild.value.TaskId;
import dcm.transfer.format.ImportedTask;
import dcm.transfer.format.ParsedFile;
import dcm.transfer.format.ParsedRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** What becomes of the rows of a file, before the guild is asked. */
final class ImportPlan {
  private ImportPlan() {}

  /**
   * The tasks that the guild has.
   *
   * @param ids of all
   * @param contents keys of their contents, with one of the tasks
   * @param sources tasks that imports created, by the keys of their rows
   */
  record Existing(Set<TaskId> ids, Map<String, TaskId> contents, Map<String, TaskId> sources) {
    @Nullable TaskId find(String sourceKey, ImportedTask task) {
      TaskId imported = sources.get(sourceKey);
      if (imported != null && ids.contains(imported)) {
        return imported;
      }
      TaskId own = ownId(task);
      return own != null && ids.contains(own) ? own : contents.get(ContentKey.of(task));
    }

    private static @Nullable TaskId ownId(ImportedTask task) {
      String id = task.sourceId();
      try {
        return id == null ? null : TaskId.of(id);
      } catch (IllegalArgumentException other) {
        return null;
      }
    }
  }

  /** The source key of a row; one without a task has a key of its own. */
  static String sourceKey(ImportId id, ParsedFile file, ParsedRow row) {
    return row.task() == null
        ? id + ":" + row.line()
        : ContentKey.ofSource(file.format(), row.task());
  }

  /** The rows in the order of application. */
  static List<ImportRow> of(ImportId id, ParsedFile file, Existing existing) {
    List<ParsedRow> inOrder = inOrder(file.rows());
    var seen = new HashMap<String, TaskId>();
    var bySource = new HashMap<String, TaskId>();
    var rows = new ArrayList<ImportRow>();
    for (ParsedRow row : inOrder) {
      int position = rows.size();
      ImportedTask task = row.task();
      String key = sourceKey(id, file, row);
      TaskId made = new TaskId(uuid(id, "task", Integer.toString(position)));
      if (task == null) {
        rows.add(
            new ImportRow(
                position,
                row.line(),
                row.title(),
                row.skipped() ? ImportJob.Fate.SKIP : ImportJob.Fate.ERROR,
                row.problem(),
                key,
                null,
                made,
                List.of(),
                null));
        continue;
      }
      TaskId known = existing.find(key, task);
      TaskId same = known == null ? seen.get(key) : known;
      TaskId taskId = same == null ? made : same;
      seen.put(key, taskId);
      if (task.sourceId() != null) {
        bySource.put(task.sourceId(), taskId);
      }
      Set<TaskId> dependsOn = new TreeSet<>();
      for (String other : task.waitsFor()) {
        TaskId before = bySource.get(other);
        if (before != null && !before.equals(taskId)) {
          dependsOn.add(before);
        }
      }
      rows.add(
          new ImportRow(
              position,
              row.line(),
              row.title(),
              same == null ? ImportJob.Fate.CREATE : ImportJob.Fate.DUPLICATE,
              null,
              key,
              same == null ? task : null,
              taskId,
              List.copyOf(dependsOn),
              null));
    }
    return rows;
  }

  /** The rows, each after those that it waits for; of a circle the last relation is dropped. */
  private static List<ParsedRow> inOrder(List<ParsedRow> rows) {
    var bySource = new HashMap<String, ParsedRow>();
    for (ParsedRow row : rows) {
      if (row.task() != null && row.task().sourceId() != null) {
        bySource.putIfAbsent(row.task().sourceId(), row);
      }
    }
    var ordered = new ArrayList<ParsedRow>(rows.size());
    // by identity: rows are large
    Set<ParsedRow> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ParsedRow row : rows) {
      visit(row, bySource, visited, ordered, 0);
    }
    return ordered;
  }

  /** Chains that are longer than this are not followed. */
  private static final int MAX_DEPTH = 500;

  private static void visit(
      ParsedRow row,
      Map<String, ParsedRow> bySource,
      Set<ParsedRow> visited,
      List<ParsedRow> ordered,
      int depth) {
    if (!visited.add(row)) {
      return;
    }
    ImportedTask task = row.task();
    if (task != null && depth < MAX_DEPTH) {
      for (String before : task.waitsFor()) {
        ParsedRow other = bySource.get(before);
        if (other != null) {
          visit(other, bySource, visited, ordered, depth + 1);
        }
      }
    }
    ordered.add(row);
  }

  /**
   * The command that creates a row's task.
   *
   * @param task of the row
   */
  static ImportCommand.AddTask command(
      ImportId id, ImportJob.Details details, ImportRow row, ImportedTask task) {
    var mapping = new MemberMapping(details.members());
    TaskPatch fields = mapping.apply(task.fields());
    if (!row.dependsOn().isEmpty()) {
      PolicyPatch policy =
          fields.policy() == null
              ? new PolicyPatch(null, null, null, null, null, null)
              : fields.policy();
      fields = fields.with(policy.waitingFor(Set.copyOf(row.dependsOn())));
    }
    return new ImportCommand.AddTask(
        id,
        row.taskId(),
        task.number(),
        details.numbersAbove(),
        fields,
        task.category() == null ? null : named(id, Grouping.Kind.CATEGORY, task.category()),
        task.labels().stream().map(label -> named(id, Grouping.Kind.LABEL, label)).toList(),
        task.occurrences().stream().map(mapping::apply).toList());
  }

  private static ImportCommand.NamedGrouping named(
      ImportId id, Grouping.Kind kind, ImportedTask.NamedColour named) {
    return new ImportCommand.NamedGrouping(
        groupingId(id, kind, named.name()), named.name(), named.colour());
  }

  /** The id of a category or label that an import creates. */
  static GroupingId groupingId(ImportId id, Grouping.Kind kind, String name) {
    return new GroupingId(uuid(id, kind.name(), name.strip().toLowerCase(Locale.ROOT)));
  }

  /** An id that is the same whenever the import does the same. */
  static UUID uuid(ImportId id, String kind, String name) {
    return UUID.nameUUIDFromBytes(DigestUtils.sha256(id + "\n" + kind + "\n" + name));
  }
}
