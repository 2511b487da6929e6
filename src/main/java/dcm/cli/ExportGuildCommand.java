package dcm.cli;

import dcm.guild.value.GuildId;
import dcm.journal.archive.Archives;
import dcm.node.Version;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Exports a guild to a file. */
@Command(
    name = "export",
    description =
        "Exports a guild, as it is at one revision, to one file; nodes may serve the guild"
            + " meanwhile.",
    mixinStandardHelpOptions = true)
final class ExportGuildCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "GUILD",
      description = "The guild's Discord id.",
      converter = GuildIdConverter.class)
  private GuildId guild;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to write (zip).")
  private Path file;

  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.run(system -> {
      var written = Archives.open(system, Version.text()).export(guild.value(), file);
      System.out.println(
          "Guild %s exported at revision %d to %s".formatted(guild, written.revision(), file));
      return 0;
    });
  }
}
