package dcm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A {@link Stage} in a process of its own, seen from outside. */
final class Player implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final Path log;

  /**
   * @param options lines of configuration without spaces, each {@code key=value}
   */
  Player(Contestant contestant, Town town, Server server, List<String> options) throws IOException {
    log = server.directory().resolve(contestant.name().toLowerCase(Locale.ROOT) + ".log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx3g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Stage.class.getName())
            .redirectErrorStream(true)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
    Files.writeString(log, "");
    var words = new ArrayList<String>();
    words.add(contestant.name());
    words.add(server.url(contestant.database(town)));
    for (var login : List.of(server.program(), server.owner())) {
      words.add(login.user());
      words.add(login.password());
    }
    words.add(Long.toString(server.processes().postmaster()));
    words.add(contestant.database(town));
    words.addAll(options);
    order(words.toArray());
  }

  Figures start(Town town, int first, int guilds) {
    order("start", town.guilds(), first, guilds);
    return answer();
  }

  Figures write(long millisBefore, long millisMeasured) {
    order("write", millisBefore, millisMeasured);
    return answer();
  }

  Figures stop() {
    order("stop");
    return answer();
  }

  private void order(Object... words) {
    for (var word : words) {
      orders.print(word + " ");
    }
    orders.print('\n');
    orders.flush();
  }

  private Figures answer() {
    try {
      for (String line; (line = answers.readLine()) != null; ) {
        if (line.startsWith(Stage.ANSWER)) {
          return Figures.parse(line.substring(Stage.ANSWER.length()));
        }
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
      }
      throw new IOException("The process ended; see " + log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
