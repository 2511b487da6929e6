package dcm.sandbox;

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
 * The file behind the sandbox's tables: one JSON line per changed row, handed to the operating
 * system before the change is told to anybody, so that it outlives {@code kill -9} of this process
 * (not a power cut: nothing is fsynced). Read from the start when opened, then rewritten with the
 * live rows only; rewritten again whenever dead lines outnumber them.
 */
final class Ledger implements AutoCloseable {
  private static final int REWRITE_FROM = 20_000;

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Map<String, Table<?>> tables = new LinkedHashMap<>();
  private @Nullable OutputStream out;
  private long lines;

  /**
   * @throws IOException when the directory cannot be written
   * @throws IllegalStateException when another sandbox uses the directory
   */
  Ledger(Path directory) throws IOException {
    Files.createDirectories(directory);
    file = directory.resolve("sandbox.log");
    lockFile =
        FileChannel.open(
            directory.resolve("sandbox.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock got;
    try {
      got = lockFile.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      got = null;
    }
    if (got == null) {
      lockFile.close();
      throw new IllegalStateException("another local Discord keeps its state in " + directory);
    }
    lock = got;
  }

  <V> Table<V> table(String kind, Class<V> type) {
    Table<V> table = new Table<>(this, kind, type);
    tables.put(kind, table);
    return table;
  }

  /** Fills the tables; a last line torn by a crash was never acknowledged and is dropped. */
  void load() throws IOException {
    if (Files.exists(file)) {
      List<String> all = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < all.size(); i++) {
        try {
          replay(Json.read(all.get(i)));
        } catch (JsonProcessingException e) {
          if (i < all.size() - 1) {
            throw new IOException(file + " cannot be read at line " + (i + 1), e);
          }
        }
      }
    }
    rewrite();
  }

  private void replay(JsonNode line) throws JsonProcessingException {
    Table<?> table = tables.get(line.path("kind").asText());
    if (table != null) {
      table.replay(line.path("id").asText(), line.path("row"));
    }
  }

  void append(String kind, String id, @Nullable JsonNode row) {
    try {
      if (lines > REWRITE_FROM && lines > 4 * live()) {
        rewrite();
      }
      if (out == null) {
        throw new IOException("the file is closed");
      }
      out.write(line(kind, id, row));
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot write " + file, e);
    }
  }

  private long live() {
    return tables.values().stream().mapToLong(table -> table.rows().size()).sum();
  }

  private void rewrite() throws IOException {
    Path fresh = file.resolveSibling("sandbox.log.new");
    try (var writer = Files.newBufferedWriter(fresh)) {
      for (Table<?> table : tables.values()) {
        for (Map.Entry<String, ?> row : table.rows().entrySet()) {
          writer.write(
              new String(
                  line(table.kind(), row.getKey(), Json.tree(row.getValue())),
                  StandardCharsets.UTF_8));
        }
      }
    }
    if (out != null) {
      out.close();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    out = Files.newOutputStream(file, StandardOpenOption.APPEND);
    lines = live();
  }

  private static byte[] line(String kind, String id, @Nullable JsonNode row) {
    var line = Json.object().put("kind", kind).put("id", id);
    if (row != null) {
      line.set("row", row);
    }
    return (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    try (lockFile;
        lock) {
      if (out != null) {
        out.close();
        out = null;
      }
    }
  }
}
