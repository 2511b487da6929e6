package dcm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journal.GuildEntry;
import dcm.journal.Upkeep;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which guilds have a schema. */
@Command(
    name = "list",
    description = "The guilds that have a schema, and how it stands.",
    mixinStandardHelpOptions = true)
final class ListGuildsCommand implements Callable<Integer> {
  private static final String ROW = "%-20s %-32s %-26s %7s %-8s %12s %12s";

  @Option(names = "--json", description = "An array of objects instead of a table.")
  private boolean json;

  @Option(
      names = "--exact",
      description =
          "Revisions, and sizes from the files themselves; takes some milliseconds a guild. Without"
              + " it there are no revisions, and sizes are as of PostgreSQL's last vacuum or"
              + " analyze.")
  private boolean exact;

  @Override
  public Integer call() throws Exception {
    return Alone.work(system -> {
      var upkeep = Upkeep.open(system);
      var entries = exact ? upkeep.measured() : upkeep.entries();
      System.out.println(json ? json(entries) : table(entries));
      return 0;
    });
  }

  /** An entry as others' programs read it: an id is longer than their numbers are exact. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(
      String guild,
      @Nullable String name,
      String schema,
      int version,
      boolean attached,
      boolean present,
      @Nullable Long revision,
      long bytes) {}

  static String json(List<GuildEntry> entries) throws JsonProcessingException {
    return new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(
            entries.stream()
                .map(entry ->
                    new Line(
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

  static String table(List<GuildEntry> entries) {
    var head = ROW.formatted("GUILD", "NAME", "SCHEMA", "VERSION", "ATTACHED", "REVISION", "KIB");
    return Stream.concat(Stream.of(head), entries.stream().map(ListGuildsCommand::row))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }

  private static String revision(GuildEntry entry) {
    return entry.revision() != null
        ? entry.revision().toString()
        : entry.present() ? "-" : "no tables";
  }

  private static String row(GuildEntry entry) {
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
