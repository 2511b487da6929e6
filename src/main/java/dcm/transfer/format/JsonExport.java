package dcm.transfer.format;

import dcm.guild.value.Grouping;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes an export as JSON, page by page: {@code {"format": "dcm", "version": 1, …, "tasks": […],
 * "members": […]}}. It has all that {@link DcmTasks} reads. The members stand at the end, because
 * they are those whom the tasks name.
 */
public final class JsonExport {
  static final String FORMAT = "dcm";
  static final int VERSION = 1;

  private final TreeSet<MemberId> members = new TreeSet<>();
  private boolean first = true;

  public String begin(ExportHeader header) {
    GuildSettings settings = header.settings();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("format", FORMAT);
    fields.put("version", VERSION);
    fields.put("exportedAt", header.at());
    fields.put("guild", Map.of("id", header.guild(), "name", header.guildName()));
    fields.put(
        "settings",
        Map.of(
            "zone", settings.zone(),
            "weekStart", settings.weekStart(),
            "reminderOffsets", settings.reminderOffsets(),
            "points", settings.givesPoints()));
    fields.put("categories", groupings(header.categories()));
    fields.put("labels", groupings(header.labels()));
    String json = TransferJson.write(fields);
    return json.substring(0, json.length() - 1) + ",\"tasks\":[";
  }

  private static List<Map<String, Object>> groupings(List<Grouping> groupings) {
    return groupings.stream()
        .map(each -> {
          var fields = new LinkedHashMap<String, Object>();
          fields.put("id", each.id());
          fields.put("name", each.name());
          fields.put("colour", each.colour());
          return (Map<String, Object>) fields;
        })
        .toList();
  }

  public String tasks(List<Task> page) {
    var json = new StringBuilder();
    for (Task task : page) {
      json.append(first ? "\n" : ",\n").append(TransferJson.write(task));
      first = false;
      members.addAll(TaskMembers.of(task));
    }
    return json.toString();
  }

  /**
   * The end.
   *
   * @param names of members
   */
  public String end(Function<MemberId, String> names) {
    var named = new ArrayList<Map<String, Object>>();
    for (MemberId member : members) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("id", member);
      fields.put("name", names.apply(member));
      named.add(fields);
    }
    return "\n],\"members\":" + TransferJson.write(named) + "}\n";
  }
}
