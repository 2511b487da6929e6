package dcm.transfer.format;

import dcm.guild.value.Grouping;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import java.time.Instant;
import java.util.List;

/**
 * What an export says besides its tasks.
 *
 * @param settings those that matter to tasks are written: zone, week start and reminders
 */
public record ExportHeader(
    GuildId guild,
    String guildName,
    Instant at,
    GuildSettings settings,
    List<Grouping> categories,
    List<Grouping> labels) {
  public ExportHeader {
    categories = List.copyOf(categories);
    labels = List.copyOf(labels);
  }
}
