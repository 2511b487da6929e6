package dcm.sandbox.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Append-only file of the sandbox's tables: one JSON line per changed row, written to the operating
 * system before the change is visible, so that it survives {@code kill -9} of this process (not a
 * power failure: nothing is fsynced). Opening reads the file and rewrites it with the live rows
 * only. It is rewritten again when dead lines outnumber live rows.
 */
public final class StateLog implements AutoCloseable {
  private static final int COMPACT_FROM_LINES = 20_000;

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Map<String, PersistentTable<?>> tables = new LinkedHashMap<>();
  private @Nullable OutputStream output;
  private long lineCount;

  /**
   * @throws IOException when the directory cannot be written
   * @throws IllegalStateException when another sandbox uses the directory
   */
  public StateLog(Path directory) throws IOException {
    Files.createDirectories(directory);
    file = directory.resolve("sandbox.log");
    lockFile =
        FileChannel.open(
            directory.resolve("sandbox.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock acquired;
    try {
      acquired = lockFile.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      acquired = null;
    }
    if (acquired == null) {
      lockFile.close();
      throw new IllegalStateException("another sandbox process uses the directory " + directory);
    }
    lock = acquired;
  }

  public <V> PersistentTable<V> table(String kind, Class<V> type) {
    PersistentTable<V> table = new PersistentTable<>(this, kind, type);
    tables.put(kind, table);
    return table;
  }

  /** Fills the tables; an incomplete last line was never acknowledged and is dropped. */
  public void load() throws IOException {
    if (Files.exists(file)) {
      List<String> allLines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < allLines.size(); i++) {
        try {
          replay(SandboxJson.read(allLines.get(i)));
        } catch (JsonProcessingException e) {
          if (i < allLines.size() - 1) {
            throw new IOException(file + " cannot be read at line " + (i + 1), e);
          }
        }
      }
    }
    compact();
  }

  private void replay(JsonNode line) throws JsonProcessingException {
    PersistentTable<?> table = tables.get(line.path("kind").asText());
    if (table != null) {
      table.replay(line.path("id").asText(), line.path("row"));
    }
  }

  void append(String kind, String id, @Nullable JsonNode row) {
    try {
      if (lineCount > COMPACT_FROM_LINES && lineCount > 4 * countLiveRows()) {
        compact();
      }
      if (output == null) {
        throw new IOException("the state log is closed");
      }
      output.write(line(kind, id, row));
      lineCount++;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the state log " + file, e);
    }
  }

  private long countLiveRows() {
    return tables.values().stream().mapToLong(table -> table.rows().size()).sum();
  }

  private void compact() throws IOException {
    Path newFile = file.resolveSibling("sandbox.log.new");
    try (var writer = Files.newBufferedWriter(newFile)) {
      for (PersistentTable<?> table : tables.values()) {
        for (Map.Entry<String, ?> row : table.rows().entrySet()) {
          writer.write(
              new String(
                  line(table.kind(), row.getKey(), SandboxJson.tree(row.getValue())),
                  StandardCharsets.UTF_8));
        }
      }
    }
    if (output != null) {
      output.close();
    }
    Files.move(newFile, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    output = Files.newOutputStream(file, StandardOpenOption.APPEND);
    lineCount = countLiveRows();
  }

  private static byte[] line(String kind, String id, @Nullable JsonNode row) {
    var line = SandboxJson.object().put("kind", kind).put("id", id);
    if (row != null) {
      line.set("row", row);
    }
    return (SandboxJson.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    try (lockFile;
        lock) {
      if (output != null) {
        output.close();
        output = null;
      }
    }
  }
}
