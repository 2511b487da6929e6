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

/** Controls a {@link Worker} in a separate process. */
final class WorkerHandle implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter commands;
  private final Path log;

  /**
   * @param options lines of configuration without spaces, each {@code key=value}
   */
  WorkerHandle(
      JournalVariant variant, DataSet dataSet, BenchmarkPostgres server, List<String> options)
      throws IOException {
    log = server.directory().resolve(variant.name().toLowerCase(Locale.ROOT) + ".log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx3g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName())
            .redirectErrorStream(true)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
    Files.writeString(log, "");
    var words = new ArrayList<String>();
    words.add(variant.name());
    words.add(server.url(variant.database(dataSet)));
    for (var credentials : List.of(server.program(), server.owner())) {
      words.add(credentials.user());
      words.add(credentials.password());
    }
    words.add(Long.toString(server.processes().postmaster()));
    words.add(variant.database(dataSet));
    words.addAll(options);
    send(words.toArray());
  }

  MetricLine start(DataSet dataSet, int first, int guilds) {
    send("start", dataSet.guilds(), first, guilds);
    return answer();
  }

  MetricLine write(long millisBefore, long millisMeasured) {
    send("write", millisBefore, millisMeasured);
    return answer();
  }

  MetricLine stop() {
    send("stop");
    return answer();
  }

  private void send(Object... words) {
    for (var word : words) {
      commands.print(word + " ");
    }
    commands.print('\n');
    commands.flush();
  }

  private MetricLine answer() {
    try {
      for (String line; (line = answers.readLine()) != null; ) {
        if (line.startsWith(Worker.ANSWER)) {
          return MetricLine.parse(line.substring(Worker.ANSWER.length()));
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
    commands.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
