package dcm.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journal.schema.SchemaAdministration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the guilds that have a schema. */
@Command(
    name = "list",
    description = "Lists the guilds that have a schema, and its state.",
    mixinStandardHelpOptions = true)
final class ListGuildsCommand implements Callable<Integer> {
  private static final String ROW = "%-20s %-32s %-26s %7s %-8s %12s %12s";

  @Option(names = "--json", description = "Prints a JSON array instead of a table.")
  private boolean json;

  @Option(
      names = "--exact",
      description =
          "Prints revisions and exact sizes; takes some milliseconds per guild. Without"
              + " it there are no revisions, and sizes are as of PostgreSQL's last vacuum or"
              + " analyze.")
  private boolean exact;

  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.run(system -> {
      var administration = SchemaAdministration.open(system);
      var entries = exact ? administration.measuredEntries() : administration.entries();
      System.out.println(json ? json(entries) : table(entries));
      return 0;
    });
  }

  /**
   * A JSON entry; the id is a string, because it exceeds the exact range of JSON numbers in many
   * programs.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record GuildJson(
      String guild,
      @Nullable String name,
      String schema,
      int version,
      boolean attached,
      boolean present,
      @Nullable Long revision,
      long bytes) {}

  static String json(List<SchemaAdministration.GuildSchemaInfo> entries)
      throws JsonProcessingException {
    return new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(
            entries.stream()
                .map(entry ->
                    new GuildJson(
                        Long.toString(entry.guild()),
                        entry.name(),
                        entry.schema(),
                        entry.version(),
                        entry.attached(),
                        entry.present(),
                        entry.revision(),
                        entry.bytes()))
                .toList());
  }

  static String table(List<SchemaAdministration.GuildSchemaInfo> entries) {
    var head = ROW.formatted("GUILD", "NAME", "SCHEMA", "VERSION", "ATTACHED", "REVISION", "KIB");
    return Stream.concat(Stream.of(head), entries.stream().map(ListGuildsCommand::row))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }

  private static String revision(SchemaAdministration.GuildSchemaInfo entry) {
    return entry.revision() != null
        ? entry.revision().toString()
        : entry.present() ? "-" : "no tables";
  }

  private static String row(SchemaAdministration.GuildSchemaInfo entry) {
    return ROW.formatted(
        entry.guild(),
        entry.name() == null ? "" : entry.name().replaceAll("\\p{Cntrl}", " "),
        entry.schema(),
        entry.version(),
        entry.attached() ? "yes" : "no",
        revision(entry),
        entry.bytes() / 1024);
  }
}
