package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class JournalFailureTest {
  @Test
  void that_the_server_is_away_is_all_that_is_said_of_it() {
    var refused = new SQLException("Connection to 127.0.0.1:5432 refused.", "08001");
    assertThat(JournalFailure.ofShared(new FlywayException("a page of text", refused)))
        .hasMessage("dcm: PostgreSQL cannot be reached (Connection to 127.0.0.1:5432 refused.)");
  }

  @Test
  void a_migration_that_fails_says_which() {
    var missing = new SQLException("relation does not exist", "42P01");
    assertThat(JournalFailure.ofShared(new FlywayException("V3__recovery.sql failed", missing)))
        .hasMessage("dcm: V3__recovery.sql failed");
  }
}
