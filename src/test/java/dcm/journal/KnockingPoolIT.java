package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class KnockingPoolIT {
  @Test
  void whoever_comes_after_a_failure_hears_it_from_the_server_instead_of_waiting()
      throws Exception {
    var nobody = "jdbc:postgresql://127.0.0.1:" + portOfNobody() + "/dcm";
    var settings =
        DatabaseSettings.from(
            ConfigFactory.parseString(
                    """
                    dcm.journal.db { user = dcm, password = x, connect-timeout = 300ms }
                    """)
                .withFallback(ConfigFactory.parseString("dcm.journal.db.url = \"" + nobody + '"'))
                .withFallback(ConfigFactory.load()),
            new ArrayList<>());
    try (var pool = ConnectionPool.open(settings, "nobody", 1)) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
      assertThatThrownBy(pool::getConnection)
          .isInstanceOfSatisfying(
              PSQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("08001"));
    }
  }

  private static int portOfNobody() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
