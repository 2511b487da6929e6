package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file behind the tables. */
class LedgerIT {
  record Row(String text) {}

  @TempDir Path data;

  @Test
  void rows_are_there_again_and_removed_ones_are_not() throws IOException {
    try (Ledger ledger = new Ledger(data)) {
      Table<Row> table = ledger.table("row", Row.class);
      ledger.load();
      table.put("1", new Row("één"));
      table.put("2", new Row("two"));
      table.put("1", new Row("one\nmore"));
      table.remove("2");
    }
    try (Ledger ledger = new Ledger(data)) {
      Table<Row> table = ledger.table("row", Row.class);
      ledger.load();
      assertThat(table.all()).containsExactly(new Row("one\nmore"));
      assertThat(Files.readAllLines(data.resolve("sandbox.log"))).hasSize(1);
    }
  }

  @Test
  void a_line_torn_by_a_crash_is_dropped_and_one_in_the_middle_is_not_passed_over()
      throws IOException {
    try (Ledger ledger = new Ledger(data)) {
      Table<Row> table = ledger.table("row", Row.class);
      ledger.load();
      table.put("1", new Row("one"));
    }
    Path file = data.resolve("sandbox.log");
    Files.writeString(file, "{\"kind\":\"row\",\"id\":\"2\",\"ro", StandardOpenOption.APPEND);
    try (Ledger ledger = new Ledger(data)) {
      Table<Row> table = ledger.table("row", Row.class);
      ledger.load();
      assertThat(table.all()).containsExactly(new Row("one"));
      table.put("3", new Row("three"));
    }
    String torn = "{\"kind\n" + Files.readString(file);
    Files.writeString(file, torn);
    try (Ledger ledger = new Ledger(data)) {
      ledger.table("row", Row.class);
      assertThatThrownBy(ledger::load).hasMessageContaining("line 1");
    }
  }

  @Test
  void two_sandboxes_do_not_share_a_directory() throws IOException {
    try (Ledger _ = new Ledger(data)) {
      assertThatThrownBy(() -> new Ledger(data)).isInstanceOf(IllegalStateException.class);
    }
  }
}
