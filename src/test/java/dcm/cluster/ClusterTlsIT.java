package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.journal.jdbc.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ClusterTlsIT {
  private final TestDatabase database = TestDatabase.fresh();

  @TempDir Path directory;

  @Test
  void nodes_of_one_authority_form_a_cluster_and_a_foreign_certificate_is_rejected()
      throws IOException {
    var authority = CertificateAuthority.openOrCreate(directory.resolve("authority"));
    authority.issueNodeCertificate(directory.resolve("a"), List.of("127.0.0.1", "localhost"));
    authority.issueNodeCertificate(directory.resolve("b"), List.of("127.0.0.1"));
    CertificateAuthority.openOrCreate(directory.resolve("theirs"))
        .issueNodeCertificate(directory.resolve("stranger"), List.of("127.0.0.1"));
    try (var first = startNode("a");
        var second = startNode("b")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> second.up().size() == 2);
      try (var stranger = startNode("stranger")) {
        await()
            .during(Duration.ofSeconds(8))
            .atMost(Duration.ofSeconds(10))
            .until(() -> stranger.up().isEmpty() && first.up().size() == 2);
      }
    }
  }

  @Test
  void a_certificate_for_another_host_is_rejected() throws IOException {
    var authority = CertificateAuthority.openOrCreate(directory.resolve("authority"));
    authority.issueNodeCertificate(directory.resolve("a"), List.of("elsewhere.example.org"));
    authority.issueNodeCertificate(directory.resolve("b"), List.of("127.0.0.1"));
    try (var first = startNode("a")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> first.up().size() == 1);
      try (var second = startNode("b")) {
        await()
            .during(Duration.ofSeconds(8))
            .atMost(Duration.ofSeconds(10))
            .until(() -> second.up().isEmpty());
      }
    }
  }

  @Test
  void an_existing_authority_is_reused() throws IOException {
    var authority = directory.resolve("authority");
    CertificateAuthority.openOrCreate(authority)
        .issueNodeCertificate(directory.resolve("a"), List.of("127.0.0.1"));
    CertificateAuthority.openOrCreate(authority)
        .issueNodeCertificate(directory.resolve("b"), List.of("127.0.0.1"));
    assertThat(directory.resolve("a/ca.crt"))
        .hasSameTextualContentAs(directory.resolve("b/ca.crt"));
  }

  private TestNode startNode(String node) {
    return TestNode.start(
        database,
        Map.of(
            "dcm.cluster.tls.directory", directory.resolve(node).toString(),
            "dcm.cluster.heartbeat", "500ms",
            "dcm.cluster.heartbeat-timeout", "5s"));
  }
}
