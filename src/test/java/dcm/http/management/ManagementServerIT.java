package dcm.http.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The management port of a node whose modules are not open yet. */
class ManagementServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private ActorTestKit kit;
  private PrometheusMetrics metrics;
  private ManagementServer management;

  @BeforeEach
  void open() {
    var config =
        ConfigFactory.parseString(
                """
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                pekko.cluster.jmx.enabled = off
                dcm.management.port = 0
                """)
            .withFallback(ConfigFactory.load("reference"));
    kit = ActorTestKit.create("management", config);
    var problems = new ArrayList<String>();
    metrics = PrometheusMetrics.open();
    management =
        ManagementServer.open(kit.system(), ManagementSettings.from(config, problems), metrics)
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertThat(problems).isEmpty();
  }

  @AfterEach
  void close() {
    client.close();
    kit.shutdownTestKit();
    metrics.close();
  }

  @Test
  void a_node_that_opens_is_alive_and_says_why_it_is_not_ready() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    var ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(check(ready, "node").get("detail").textValue()).isEqualTo("opening");
    assertThat(check(ready, "cluster").get("ok").booleanValue()).isFalse();
  }

  @Test
  void a_member_of_the_cluster_is_up_when_its_cluster_says_so() throws Exception {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(check(get("/health/ready"), "cluster").get("ok").booleanValue()).isTrue());
    assertThat(get("/metrics").body()).contains("dcm_cluster_members{status=\"up\"} 1.0");
    assertThat(JSON.readTree(get("/cluster").body()).get("members")).hasSize(1);
  }

  @Test
  void a_leaving_node_is_not_ready() throws Exception {
    management.leaving();
    assertThat(check(get("/health/ready"), "node").get("detail").textValue()).isEqualTo("leaving");
  }

  @Test
  void other_paths_do_not_exist() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/me").statusCode()).isEqualTo(404);
  }

  private static JsonNode check(HttpResponse<String> ready, String name) throws Exception {
    return JSON.readTree(ready.body()).at("/checks/" + name);
  }

  private HttpResponse<String> get(String path) throws Exception {
    var at = URI.create("http://127.0.0.1:" + management.address().getPort() + path);
    return client.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString());
  }
}
