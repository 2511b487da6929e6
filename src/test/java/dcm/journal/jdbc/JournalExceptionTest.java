package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class JournalExceptionTest {
  @Test
  void the_message_for_an_unreachable_server_is_short() {
    var refused = new SQLException("Connection to 127.0.0.1:5432 refused.", "08001");
    assertThat(JournalException.ofSharedSchema(new FlywayException("a page of text", refused)))
        .hasMessage("dcm: PostgreSQL cannot be reached (Connection to 127.0.0.1:5432 refused.)");
  }

  @Test
  void a_failed_migration_is_named() {
    var missing = new SQLException("relation does not exist", "42P01");
    assertThat(
            JournalException.ofSharedSchema(new FlywayException("V1__shared.sql failed", missing)))
        .hasMessage("dcm: V1__shared.sql failed");
  }
}
