package dcm.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The append-only file of the tables. */
class StateLogIT {
  record Row(String text) {}

  @TempDir Path data;

  @Test
  void rows_are_restored_and_removed_rows_are_not() throws IOException {
    try (StateLog stateLog = new StateLog(data)) {
      PersistentTable<Row> table = stateLog.table("row", Row.class);
      stateLog.load();
      table.put("1", new Row("één"));
      table.put("2", new Row("two"));
      table.put("1", new Row("one\nmore"));
      table.remove("2");
    }
    try (StateLog stateLog = new StateLog(data)) {
      PersistentTable<Row> table = stateLog.table("row", Row.class);
      stateLog.load();
      assertThat(table.all()).containsExactly(new Row("one\nmore"));
      assertThat(Files.readAllLines(data.resolve("sandbox.log"))).hasSize(1);
    }
  }

  @Test
  void an_incomplete_last_line_is_dropped_and_an_invalid_one_in_the_middle_is_rejected()
      throws IOException {
    try (StateLog stateLog = new StateLog(data)) {
      PersistentTable<Row> table = stateLog.table("row", Row.class);
      stateLog.load();
      table.put("1", new Row("one"));
    }
    Path file = data.resolve("sandbox.log");
    Files.writeString(file, "{\"kind\":\"row\",\"id\":\"2\",\"ro", StandardOpenOption.APPEND);
    try (StateLog stateLog = new StateLog(data)) {
      PersistentTable<Row> table = stateLog.table("row", Row.class);
      stateLog.load();
      assertThat(table.all()).containsExactly(new Row("one"));
      table.put("3", new Row("three"));
    }
    String torn = "{\"kind\n" + Files.readString(file);
    Files.writeString(file, torn);
    try (StateLog stateLog = new StateLog(data)) {
      stateLog.table("row", Row.class);
      assertThatThrownBy(stateLog::load).hasMessageContaining("line 1");
    }
  }

  @Test
  void two_sandboxes_do_not_share_a_directory() throws IOException {
    try (StateLog _ = new StateLog(data)) {
      assertThatThrownBy(() -> new StateLog(data)).isInstanceOf(IllegalStateException.class);
    }
  }
}
