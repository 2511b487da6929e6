package dcm.node;

import dcm.entity.ProcessedCommandStore;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.view.ProcessedCommandDao;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** Adapts the table of {@code view} to the port of {@code entity}. */
public record ProcessedCommandStoreAdapter(ProcessedCommandDao dao)
    implements ProcessedCommandStore {
  public static ProcessedCommandStoreAdapter of(ClassicActorSystemProvider system) {
    return new ProcessedCommandStoreAdapter(
        new ProcessedCommandDao(Database.get(system), Clock.systemUTC()));
  }

  @Override
  public CompletionStage<?> save(GuildId guild, List<ProcessedCommands.ProcessedCommand> answers) {
    return dao.save(guild, answers);
  }

  @Override
  public CompletionStage<Optional<ProcessedCommands.ProcessedCommand>> find(
      GuildId guild, CommandId command) {
    return dao.find(guild, command);
  }
}
