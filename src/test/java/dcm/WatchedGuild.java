package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/** A guild whose clients are all at one node. */
final class WatchedGuild implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final NodeProcess node;
  private final GuildLoadClient member;
  private final List<LiveClient> clients = new ArrayList<>();

  private WatchedGuild(NodeProcess node, GuildLoadClient member) {
    this.node = node;
    this.member = member;
  }

  /** Creates a guild and connects clients to the node. */
  static WatchedGuild create(
      HttpClient http, SandboxClient discord, NodeProcess node, int number, int clients) {
    var guild = new WatchedGuild(node, GuildLoadClient.start(discord, node, number));
    for (var connected = 0; connected < clients; connected++) {
      var client = new LiveClient(http, node, guild.member.guild(), guild.member::socketTicket);
      guild.clients.add(client);
      await("hello")
          .atMost(TIMEOUT)
          .until(() -> {
            client.connect();
            return client.hello() >= 0;
          });
    }
    return guild;
  }

  /** Adds a task through the node of the clients. */
  void addTask(String title, OutageRecorder recorder) {
    member.add(title, () -> NodeUrl.of(node), recorder);
  }

  /** The guild's current revision. */
  long revision() {
    var revision = new AtomicReference<Optional<Long>>(Optional.empty());
    await("the guild's revision")
        .atMost(TIMEOUT)
        .until(() -> {
          revision.set(member.revision(NodeUrl.of(node)));
          return revision.get().isPresent();
        });
    return revision.get().orElseThrow();
  }

  /**
   * Waits until every client has the guild's revision, and checks that each received every event
   * once and in order.
   *
   * @return the number of events since the first client connected
   */
  long verify() {
    var revision = revision();
    for (var client : clients) {
      await("the last event")
          .atMost(TIMEOUT)
          .until(() -> {
            client.connect();
            return client.revisions().contains(revision);
          });
      assertThat(client.isResynchronized()).isFalse();
      assertThat(client.revisions().subList(0, client.revisions().indexOf(revision) + 1))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(client.hello() + 1, revision).boxed().toList());
    }
    return revision - clients.getFirst().hello();
  }

  @Override
  public void close() {
    clients.forEach(LiveClient::close);
  }
}
