package dcm.cli;

import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.CommandId;
import dcm.journal.archive.ArchiveManifest;
import dcm.journal.archive.Archives;
import dcm.node.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Restores a guild from an exported file. */
@Command(
    name = "restore",
    description = {
      "Restores a guild from an exported file, here or in another database, in one transaction.",
      "What happened after the export is lost, and reminders that were due until now are not"
          + " sent. Other guilds are not affected; a node that serves this one reloads it."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:restored",
      "1:database error",
      "2:the file is damaged or not for this program; nothing was changed"
    },
    mixinStandardHelpOptions = true)
final class RestoreGuildCommand implements Callable<Integer> {
  private static final int EXIT_INVALID_FILE = 2;

  @Parameters(paramLabel = "FILE", description = "The file that export wrote.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.run(system -> {
      try {
        var restored =
            Archives.open(system, Version.text()).restore(file, RestoreGuildCommand::restoreEvent);
        var archive = restored.archive();
        System.out.println(
            "Guild %s restored to revision %d as of %s; it continues from revision %d"
                .formatted(
                    archive.guild(),
                    archive.revision(),
                    archive.exportedAt(),
                    restored.revision()));
        return 0;
      } catch (Archives.InvalidArchiveException invalid) {
        System.err.println(invalid.getMessage());
        return EXIT_INVALID_FILE;
      }
    });
  }

  private static RecordedEvent restoreEvent(ArchiveManifest archive, long revision) {
    return RecordedEvent.restored(
        new SettingsEvent.Restored(
            archive.revision(), Instant.parse(archive.exportedAt()), revision),
        new CommandId(UUID.randomUUID()),
        Instant.now());
  }
}
