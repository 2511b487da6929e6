package dcm.transfer.format;

import dcm.guild.value.MemberId;
import java.util.List;
import java.util.Map;

/**
 * What a file says.
 *
 * @param people the members that its tasks name; ids of Discord only where {@code discordIds} has
 *     them, otherwise made up
 * @param columns of a CSV: the field of a task that each column stands for, as it was guessed or
 *     given
 */
public record ParsedFile(
    ImportFormat format,
    List<ParsedRow> rows,
    Map<MemberId, Person> people,
    Map<String, String> columns) {
  public ParsedFile {
    rows = List.copyOf(rows);
    people = Map.copyOf(people);
    columns = Map.copyOf(columns);
  }

  /**
   * A person whom the tasks of a file name.
   *
   * @param name as the file has it
   * @param fromDiscord whether the id is one of Discord
   */
  public record Person(String name, boolean fromDiscord) {}
}
