package dcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import dcm.LongRun;
import dcm.embedded.EmbeddedPostgres;
import dcm.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of a node with everything embedded, and what remains when one part fails. */
class NodeStartIT {
  private static final String[] PORTS = {
    "DCM_HTTP_PORT", "DCM_SANDBOX_PORT", "DCM_CLUSTER_PORT", "DCM_MANAGEMENT_PORT"
  };

  @TempDir Path data;

  private final TreeMap<String, String> environment = new TreeMap<>();

  @BeforeEach
  void chooseFreePorts() throws IOException {
    environment.put("DCM_DATA", data.toString());
    for (var name : PORTS) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        environment.put(name, Integer.toString(socket.getLocalPort()));
      }
    }
  }

  @AfterEach
  void nothingRuns() throws IOException {
    assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    try (var postgres = EmbeddedPostgres.prepare(data);
        var redis = EmbeddedRedis.prepare(data)) {
      assertThat(postgres.isAdopted()).as("PostgreSQL still ran").isFalse();
      assertThat(redis.isAdopted()).as("Redis still ran").isFalse();
    }
  }

  @Test
  void a_node_is_ready_when_it_is_open_and_starts_again_on_its_data() throws Exception {
    for (int start = 1; start <= 2; start++) {
      try (var _ = Node.open(configuration())) {
        // a check may be late while other tests use the processors
        await().until(() -> status("DCM_MANAGEMENT_PORT", "/health/ready") == 200);
        assertThat(status("DCM_SANDBOX_PORT", "/")).isEqualTo(200);
        assertThat(status("DCM_HTTP_PORT", "/")).isEqualTo(200);
      }
    }
  }

  @Test
  void redis_that_cannot_start_stops_the_node() throws Exception {
    // a directory in place of the file that Redis writes
    Files.createDirectories(data.resolve("redis/appendonly.aof"));
    assertThatThrownBy(() -> Node.open(configuration()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The embedded Redis cannot run on this machine");
  }

  @Test
  void postgresql_that_cannot_start_stops_the_node() throws Exception {
    Files.createDirectories(data.resolve("postgres"));
    Files.writeString(data.resolve("postgres/own.conf"), "no_such_setting = 1\n");
    assertThatThrownBy(() -> Node.open(configuration()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The embedded PostgreSQL's pg_ctl exited with 1");
  }

  @Test
  void a_port_in_use_stops_the_node() throws Exception {
    for (var name : LongRun.or(List.of(PORTS), List.of("DCM_HTTP_PORT"))) {
      try (var _ = new ServerSocket(port(name), 1, InetAddress.getLoopbackAddress())) {
        assertThatThrownBy(() -> Node.open(configuration()))
            .as(name)
            .hasStackTraceContaining("Address already in use");
      }
    }
  }

  private Config configuration() {
    return Environment.only(environment);
  }

  private int port(String name) {
    return Integer.parseInt(environment.get(name));
  }

  private int status(String portVariable, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + port(portVariable) + path);
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
