package dcm;

import dcm.entity.ProcessedCommandStore;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.Memory;
import dcm.journal.Database;
import dcm.view.ProcessedCommandDao;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** Where {@code entity} keeps answers: a table that {@code view} reads and writes. */
public record ProcessedCommandTable(ProcessedCommandDao table) implements ProcessedCommandStore {
  public static ProcessedCommandTable of(ClassicActorSystemProvider system) {
    return new ProcessedCommandTable(
        new ProcessedCommandDao(Database.get(system), Clock.systemUTC()));
  }

  @Override
  public CompletionStage<?> save(GuildId guild, List<Memory.Remembered> answers) {
    return table.save(guild, answers);
  }

  @Override
  public CompletionStage<Optional<Memory.Remembered>> find(GuildId guild, CommandId command) {
    return table.find(guild, command);
  }
}
