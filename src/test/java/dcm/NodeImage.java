package dcm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The contents of DCM's image: the classes in a jar, the libraries, and the AOT cache, created by
 * {@code dcm aot-train} as in the Dockerfile. Kept in {@code target} until one of them changes.
 */
final class NodeImage {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path IMAGE = Path.of("target", "image");
  private static final Path JAR = IMAGE.resolve("dcm.jar");
  private static final Path CACHE = IMAGE.resolve("dcm.aot");
  private static final Path CONTENTS_FILE = IMAGE.resolve("made-of.txt");
  private static final long TRAINING_TIMEOUT_MINUTES = 5;

  private static final List<String> COMMAND = make();

  private NodeImage() {}

  /**
   * The command line of {@code dcm}, without its arguments.
   *
   * @param options of the JVM, added after the default ones; the last of two contradicting options
   *     wins
   */
  static List<String> command(List<String> options) {
    var command = new ArrayList<>(COMMAND);
    command.addAll(command.indexOf("-cp"), options);
    return command;
  }

  private static List<String> make() {
    try {
      var libraries =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(path -> path.endsWith(".jar"))
              // of tests only; it replaces the time zones of a JVM and logs before the log is set
              // up
              .filter(path -> !path.contains("ical4j"))
              .collect(Collectors.joining(File.pathSeparator));
      var classPath = JAR.toAbsolutePath() + File.pathSeparator + libraries;
      var contents = contents() + libraries;
      if (!Files.exists(CONTENTS_FILE) || !Files.readString(CONTENTS_FILE).equals(contents)) {
        Files.createDirectories(IMAGE);
        Files.deleteIfExists(CONTENTS_FILE);
        Files.deleteIfExists(CACHE);
        pack();
        train(classPath);
        Files.writeString(CONTENTS_FILE, contents);
      }
      return java("-XX:AOTCache=" + CACHE.toAbsolutePath(), classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contents() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      var lines = new ArrayList<String>();
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        lines.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n");
      }
      return String.join("", lines);
    }
  }

  private static void pack() {
    var jar = ToolProvider.findFirst("jar").orElseThrow();
    var done = jar.run(System.out, System.err, "cf", JAR.toString(), "-C", CLASSES.toString(), ".");
    if (done != 0) {
      throw new IllegalStateException("the jar was not created");
    }
  }

  private static void train(String classPath) throws IOException {
    var command = new ArrayList<>(java("-XX:AOTCacheOutput=" + CACHE.toAbsolutePath(), classPath));
    command.addAll(List.of("aot-train", "--rounds", "15"));
    var output = IMAGE.resolve("aot-train.log");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(TRAINING_TIMEOUT_MINUTES, TimeUnit.MINUTES)
          || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "the AOT training run failed:\n" + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> java(String cache, String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseCompactObjectHeaders",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        cache,
        "-cp",
        classPath,
        "dcm.Main");
  }
}
