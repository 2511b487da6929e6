package dcm;

import dcm.journal.Archives;
import dcm.journal.WrongArchive;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a guild what a file says. */
@Command(
    name = "restore",
    description = {
      "Makes a guild what an exported file says, here or in another database, in one transaction.",
      "What the guild did after the export is gone. Other guilds go on; a node that serves this one"
          + " reads it anew."
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
        var done = Archives.open(system, new Main.Version().getVersion()[0]).restore(file);
        System.out.println(
            "Guild %s is at revision %d, as of %s"
                .formatted(done.guild(), done.revision(), done.exportedAt()));
        return 0;
      } catch (WrongArchive refused) {
        System.err.println(refused.getMessage());
        return REFUSED;
      }
    });
  }
}
