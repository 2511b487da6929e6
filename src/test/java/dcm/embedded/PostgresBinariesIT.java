package dcm.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesIT {
  @Test
  void a_failure_shows_the_end_of_the_log_and_the_alternative(@TempDir Path empty)
      throws Exception {
    var binaries = PostgresBinaries.unpackInto(Path.of("target", "test-postgres-programs"));

    assertThatThrownBy(
            () -> binaries.run(empty.resolve("log"), "pg_ctl", "status", "-D", empty.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("pg_ctl exited with 4", "is not a database cluster", "DCM_DB_URL");
  }
}
