package dcm;

import dcm.guild.GuildId;
import dcm.journal.Archives;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a guild into a file. */
@Command(
    name = "export",
    description =
        "Writes all of a guild, as it is at one revision, into one file; the guild may be served"
            + " meanwhile.",
    mixinStandardHelpOptions = true)
final class ExportGuildCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "GUILD",
      description = "The guild's Discord id.",
      converter = GuildParameter.class)
  private GuildId guild;

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to; a zip.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    return Alone.work(system -> {
      var written =
          Archives.open(system, new Main.Version().getVersion()[0]).export(guild.value(), file);
      System.out.println(
          "Guild %s at revision %d is in %s".formatted(guild, written.revision(), file));
      return 0;
    });
  }
}
