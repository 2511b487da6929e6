package dcm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.guild.GuildId;
import dcm.journal.EventLog;
import dcm.journal.Passing;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows why a guild is degraded. */
@Command(
    name = "poison",
    description =
        "Replays a guild's journal without waking it and prints the first event that cannot be read"
            + " or applied.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:no poison found", "1:the database cannot be asked", "3:poison found"},
    mixinStandardHelpOptions = true)
final class PoisonCommand implements Callable<Integer> {
  private static final int FOUND = 3;
  private static final int MOST_HEX = 4096;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Parameters(
      paramLabel = "GUILD",
      description = "The guild's Discord id.",
      converter = GuildParameter.class)
  private GuildId guild;

  @Override
  public Integer call() throws Exception {
    return Alone.work(system -> {
      try {
        return print(guild, new PoisonSearch(new EventLog(system), guild).find());
      } catch (RuntimeException e) {
        if (!Passing.is(e)) {
          throw e;
        }
        System.err.println("Guild " + guild + " cannot be read just now: " + e.getMessage());
        return 1;
      }
    });
  }

  /** Returns the exit code. */
  static int print(GuildId guild, PoisonSearch.Finding finding) {
    return switch (finding) {
      case PoisonSearch.Clean(long events) -> {
        System.out.println("No poison found in " + events + " events of guild " + guild);
        yield 0;
      }
      case PoisonSearch.Poison poison -> {
        System.out.println(text(guild, poison));
        yield FOUND;
      }
    };
  }

  static String text(GuildId guild, PoisonSearch.Poison poison) {
    var lines = new StringBuilder("Guild ").append(guild);
    switch (poison.what()) {
      case EVENT -> lines.append(" cannot be read beyond this event");
      case SNAPSHOT -> lines.append(" cannot be read because of its newest snapshot");
    }
    lines.append("\nsequence number  ").append(poison.sequenceNr());
    var row = poison.row();
    if (row == null) {
      lines.append(" (or the first one after it: PostgreSQL cannot read the row)");
    } else {
      lines.append("\nwritten at       ").append(row.writtenAt());
      lines.append("\nname             ").append(row.manifest());
      lines.append("\nserializer       ").append(row.serializerId());
    }
    var label = "\nreason           ";
    for (Throwable why = poison.reason(); why != null; why = why.getCause()) {
      lines.append(label).append(why.getClass().getName());
      if (why.getMessage() != null) {
        lines.append(": ").append(why.getMessage().replaceAll("\\s+", " "));
      }
      label = "\nbecause          ";
    }
    if (row != null) {
      lines.append("\npayload          ").append(row.bytes().length).append(" bytes\n");
      lines.append(readable(row.bytes()));
    }
    return lines.toString();
  }

  /** As it is stored: indented when it is one JSON document, otherwise hexadecimal. */
  private static String readable(byte[] stored) {
    try (var parser = JSON.createParser(stored)) {
      var tree = JSON.readTree(parser);
      if (tree != null && parser.nextToken() == null) {
        return JSON.writeValueAsString(tree);
      }
    } catch (JsonProcessingException e) {
      return hex(stored);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return hex(stored);
  }

  private static String hex(byte[] stored) {
    var shown = Math.min(stored.length, MOST_HEX);
    return HexFormat.of().formatHex(stored, 0, shown)
        + (shown < stored.length ? "… and " + (stored.length - shown) + " bytes more" : "");
  }
}
