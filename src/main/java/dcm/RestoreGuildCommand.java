package dcm;

import dcm.guild.CommandId;
import dcm.guild.Recorded;
import dcm.guild.SettingsEvent;
import dcm.journal.Archives;
import dcm.journal.Manifest;
import dcm.journal.WrongArchive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a guild what a file says. */
@Command(
    name = "restore",
    description = {
      "Makes a guild what an exported file says, here or in another database, in one transaction.",
      "What the guild did after the export is gone, and what was owed to its people until now is not"
          + " sent. Other guilds go on; a node that serves this one reads it anew."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:restored",
      "1:the database refused",
      "2:the file is damaged or not for this program; nothing was changed"
    },
    mixinStandardHelpOptions = true)
final class RestoreGuildCommand implements Callable<Integer> {
  private static final int REFUSED = 2;

  @Parameters(paramLabel = "FILE", description = "What export wrote.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    return Alone.work(system -> {
      try {
        var done =
            Archives.open(system, new Main.Version().getVersion()[0])
                .restore(file, RestoreGuildCommand::mark);
        var archive = done.archive();
        System.out.println(
            "Guild %s is what it was at revision %d, as of %s; it goes on from revision %d"
                .formatted(
                    archive.guild(), archive.revision(), archive.exportedAt(), done.revision()));
        return 0;
      } catch (WrongArchive refused) {
        System.err.println(refused.getMessage());
        return REFUSED;
      }
    });
  }

  private static Recorded mark(Manifest archive, long revision) {
    return Recorded.restored(
        new SettingsEvent.Restored(
            archive.revision(), Instant.parse(archive.exportedAt()), revision),
        new CommandId(UUID.randomUUID()),
        Instant.now());
  }
}
