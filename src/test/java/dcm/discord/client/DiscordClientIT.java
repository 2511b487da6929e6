package dcm.discord.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.auth.UserAgent;
import dcm.guild.value.ChannelId;
import dcm.guild.value.MemberId;
import dcm.redis.RestBudget;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscordClientIT {
  @TempDir Path data;
  private ActorTestKit kit;
  private Sandbox sandbox;
  private DiscordClient client;
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    kit =
        ActorTestKit.create(
            "client",
            com.typesafe.config.ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(com.typesafe.config.ConfigFactory.load()));
    sandbox =
        join(Sandbox.open(kit.system(), new SandboxSettings(true, 0, data, null, List.of(), 10)));
    client =
        new DiscordClient(
            sandbox.url().toString(),
            sandbox.botToken(),
            RestBudget.standalone(),
            UserAgent.of("http://127.0.0.1"));
  }

  @AfterEach
  void close() {
    join(sandbox.close());
    client.close();
    kit.shutdownTestKit();
  }

  @Test
  void it_logs_in_and_receives_its_guilds_and_their_members() {
    var info = join(client.rest().gateway());
    assertThat(info.remainingIdentifies()).isPositive();
    var connection =
        client.connect(
            new ShardId(0, 1),
            true,
            new GatewayConnection.Login.Identify(
                info.url(), () -> CompletableFuture.completedFuture(true)),
            (_, event) -> events.add(event));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            events.stream().filter(GatewayEvent.GuildAvailable.class::isInstance).count() == 2);
    assertThat(events.getFirst()).isInstanceOf(GatewayEvent.Ready.class);
    var guild =
        events.stream()
            .filter(GatewayEvent.GuildAvailable.class::isInstance)
            .map(GatewayEvent.GuildAvailable.class::cast)
            .filter(event -> event.guild().toString().equals(InitialState.HOUSE))
            .findFirst()
            .orElseThrow();
    assertThat(guild.info().owner()).hasToString(InitialState.SANNE);
    assertThat(guild.info().locale()).isEqualTo("nl");
    assertThat(guild.membersComplete()).isFalse();

    connection.requestMembers(guild.guild());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(events)
                .filteredOn(GatewayEvent.MembersUpdated.class::isInstance)
                .flatExtracting(event -> ((GatewayEvent.MembersUpdated) event).members())
                .extracting(GatewayEvent.Member::name)
                .contains("Sanne", "Milan", "Noor", "Daan"));

    var disconnect = join(connection.close());
    assertThat(disconnect.closeCode()).isZero();
  }

  @Test
  void without_a_permit_no_identify_is_sent() {
    var info = join(client.rest().gateway());
    var connection =
        client.connect(
            new ShardId(0, 1),
            true,
            new GatewayConnection.Login.Identify(
                info.url(), () -> CompletableFuture.completedFuture(false)),
            (_, event) -> events.add(event));
    assertThat(join(connection.disconnected()).session()).isNull();
    assertThat(join(client.rest().gateway()).remainingIdentifies())
        .isEqualTo(info.remainingIdentifies());
    assertThat(events).isEmpty();
  }

  @Test
  void a_message_is_posted_once_however_often_it_is_sent() {
    var channel = new ChannelId(Long.parseLong(InitialState.ALGEMEEN));
    var message = Message.text("Hallo");
    var first = join(client.rest().post(channel, message, "nonce-1"));
    var again = join(client.rest().post(channel, message, "nonce-1"));
    assertThat(again).isEqualTo(first);
    assertThat(join(client.rest().latestMessages(channel)).findValuesAsText("content"))
        .containsOnlyOnce("Hallo");
  }

  @Test
  void the_channel_to_a_user_is_the_same_each_time() {
    var sanne = new MemberId(Long.parseLong(InitialState.SANNE));
    assertThat(join(client.rest().directChannel(sanne)))
        .isEqualTo(join(client.rest().directChannel(sanne)));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
