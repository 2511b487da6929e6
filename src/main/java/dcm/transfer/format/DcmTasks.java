package dcm.transfer.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.command.PolicyPatch;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link JsonExport} wrote. */
final class DcmTasks {
  private final People people = new People();
  private final Map<String, ImportedTask.NamedColour> groupings = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  private DcmTasks(JsonNode root) {
    for (String kind : List.of("categories", "labels")) {
      for (JsonNode grouping : root.path(kind)) {
        groupings.put(
            grouping.path("id").asText(),
            new ImportedTask.NamedColour(
                grouping.path("name").asText(), Colours.hex(grouping.path("colour").asText(""))));
      }
    }
    root.path("members")
        .forEach(member -> names.put(member.path("id").asText(), member.path("name").asText()));
  }

  static boolean matches(JsonNode root) {
    return root.path("format").asText("").equals(JsonExport.FORMAT) && root.path("tasks").isArray();
  }

  static ParsedFile parse(JsonNode root) throws UnreadableFileException {
    if (root.path("version").asInt() != JsonExport.VERSION) {
      throw new UnreadableFileException(
          "unknown-version", null, "This export was made by a version that is not known here.");
    }
    var reader = new DcmTasks(root);
    var rows = new ArrayList<ParsedRow>();
    for (JsonNode node : root.path("tasks")) {
      rows.add(reader.row(rows.size() + 1, node));
    }
    return new ParsedFile(ImportFormat.DCM, rows, reader.people.all(), Map.of());
  }

  private ParsedRow row(int line, JsonNode node) {
    String title = node.path("title").asText("");
    try {
      Task task = TransferJson.convert(node, Task.class);
      TaskMembers.of(task).forEach(this::person);
      return ParsedRow.of(line, title, imported(task));
    } catch (JsonProcessingException | RuntimeException unreadable) {
      return ParsedRow.failed(
          line,
          title,
          new ParsedRow.RowProblem(
              path(unreadable), "wrong-format", "This is no task of an export."));
    }
  }

  private static @Nullable String path(Exception unreadable) {
    return unreadable instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
            && !mapping.getPath().isEmpty()
        ? mapping.getPath().getFirst().getFieldName()
        : null;
  }

  private void person(MemberId member) {
    people.discord(member, names.getOrDefault(member.toString(), member.toString()));
  }

  private ImportedTask imported(Task task) {
    TaskFields fields = task.fields().withCategory(null).withLabels(List.of());
    Set<TaskId> dependsOn = fields.effectivePolicy().dependsOn();
    List<Occurrence> occurrences =
        Stream.concat(task.occurrences().stream(), Stream.ofNullable(task.closed())).toList();
    return new ImportedTask(
        task.id().toString(),
        task.number(),
        TaskPatch.of(fields).with(PolicyPatch.of(fields.effectivePolicy()).waitingFor(Set.of())),
        task.category() == null ? null : groupings.get(task.category().toString()),
        task.labels().stream()
            .map(label -> groupings.get(label.toString()))
            .filter(Objects::nonNull)
            .toList(),
        dependsOn.stream().map(TaskId::toString).toList(),
        occurrences);
  }
}
