package dcm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.guild.value.GuildId;
import dcm.journal.EventLog;
import dcm.journal.jdbc.SqlFailures;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Finds the event or snapshot that keeps a guild's journal from being replayed. */
@Command(
    name = "poison",
    description =
        "Replays a guild's journal without starting its entity and prints the first event that"
            + " cannot be read or applied.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:no poison found", "1:database unavailable", "3:poison found"},
    mixinStandardHelpOptions = true)
final class PoisonCommand implements Callable<Integer> {
  private static final int EXIT_POISON_FOUND = 3;
  private static final int MAX_HEX_BYTES = 4096;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Parameters(
      paramLabel = "GUILD",
      description = "The guild's Discord id.",
      converter = GuildIdConverter.class)
  private GuildId guild;

  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.run(system -> {
      try {
        return print(guild, new PoisonSearch(new EventLog(system), guild).find());
      } catch (RuntimeException e) {
        if (!SqlFailures.isTransient(e)) {
          throw e;
        }
        System.err.println("Guild " + guild + " cannot be read at the moment: " + e.getMessage());
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
        yield EXIT_POISON_FOUND;
      }
    };
  }

  static String text(GuildId guild, PoisonSearch.Poison poison) {
    var lines = new StringBuilder("Guild ").append(guild);
    switch (poison.source()) {
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
    for (Throwable cause = poison.reason(); cause != null; cause = cause.getCause()) {
      lines.append(label).append(cause.getClass().getName());
      if (cause.getMessage() != null) {
        lines.append(": ").append(cause.getMessage().replaceAll("\\s+", " "));
      }
      label = "\nbecause          ";
    }
    if (row != null) {
      lines.append("\npayload          ").append(row.bytes().length).append(" bytes\n");
      lines.append(format(row.bytes()));
    }
    return lines.toString();
  }

  /** Formats a stored payload: indented when it is one JSON document, otherwise hexadecimal. */
  private static String format(byte[] payload) {
    try (var parser = JSON.createParser(payload)) {
      var tree = JSON.readTree(parser);
      if (tree != null && parser.nextToken() == null) {
        return JSON.writeValueAsString(tree);
      }
    } catch (JsonProcessingException e) {
      return hex(payload);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return hex(payload);
  }

  private static String hex(byte[] payload) {
    var length = Math.min(payload.length, MAX_HEX_BYTES);
    return HexFormat.of().formatHex(payload, 0, length)
        + (length < payload.length ? "… and " + (payload.length - length) + " bytes more" : "");
  }
}
