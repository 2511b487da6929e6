package dcm.discord.client;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.auth.UserAgent;
import dcm.redis.RestBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The User-Agent in the bytes that REST and the gateway send. */
class UserAgentIT {
  private static final String AGENT = UserAgent.of("https://dcm.example.org");

  private final ServerSocket discord = open();
  private final String address = "127.0.0.1:" + discord.getLocalPort();
  private final DiscordClient client =
      new DiscordClient("http://" + address, "token", RestBudget.standalone(), AGENT);

  @AfterEach
  void close() throws IOException {
    client.close();
    discord.close();
  }

  @Test
  void rest_sends_the_operators_address() throws Exception {
    var asked = client.rest().gateway().toCompletableFuture();
    assertThat(agents()).containsExactly(AGENT);
    asked.cancel(true);
  }

  @Test
  void the_gateway_sends_the_same_user_agent() throws Exception {
    var connection =
        client.connect(
            new ShardId(0, 1),
            false,
            new GatewayConnection.Login.Identify(
                "ws://" + address, () -> CompletableFuture.completedFuture(true)),
            (_, _) -> {});
    assertThat(agents()).containsExactly(AGENT);
    connection.abort();
  }

  /** The header of the first request, which gets no response. */
  private List<String> agents() throws IOException {
    discord.setSoTimeout(20_000);
    try (var connection = discord.accept();
        var head =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
      return head.lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.regionMatches(true, 0, "User-Agent:", 0, 11))
          .map(line -> line.substring(11).strip())
          .toList();
    }
  }

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
