package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class FailFastDataSourceIT {
  @Test
  void after_a_failure_the_next_caller_probes_the_server_instead_of_waiting() throws Exception {
    var url = "jdbc:postgresql://127.0.0.1:" + unusedPort() + "/dcm";
    var settings =
        DatabaseSettings.from(
            ConfigFactory.parseString(
                    """
                    dcm.journal.db { user = dcm, password = x, connect-timeout = 300ms }
                    """)
                .withFallback(ConfigFactory.parseString("dcm.journal.db.url = \"" + url + '"'))
                .withFallback(ConfigFactory.load()),
            new ArrayList<>());
    try (var pool = ConnectionPool.open(settings, "test", 1)) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
      assertThatThrownBy(pool::getConnection)
          .isInstanceOfSatisfying(
              PSQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("08001"));
    }
  }

  private static int unusedPort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
