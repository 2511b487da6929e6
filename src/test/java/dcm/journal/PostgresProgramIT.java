package dcm.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramIT {
  @Test
  void a_failure_shows_the_end_of_the_log_and_the_way_out(@TempDir Path empty) throws Exception {
    var program = PostgresProgram.unpackInto(Path.of("target", "test-postgres-programs"));

    assertThatThrownBy(
            () -> program.run(empty.resolve("log"), "pg_ctl", "status", "-D", empty.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("pg_ctl ended with 4", "is not a database cluster", "DCM_DB_URL");
  }
}
