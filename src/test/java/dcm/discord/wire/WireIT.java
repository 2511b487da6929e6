package dcm.discord.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.auth.UserAgent;
import dcm.guild.ChannelId;
import dcm.guild.MemberId;
import dcm.redis.RestBudget;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.Seed;
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

class WireIT {
  @TempDir Path data;
  private ActorTestKit kit;
  private Sandbox sandbox;
  private Wire wire;
  private final List<News> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    kit =
        ActorTestKit.create(
            "wire",
            com.typesafe.config.ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(com.typesafe.config.ConfigFactory.load()));
    sandbox =
        wait(Sandbox.open(kit.system(), new SandboxSettings(true, 0, data, null, List.of(), 10)));
    wire =
        new Wire(
            sandbox.url().toString(),
            sandbox.botToken(),
            RestBudget.beside(),
            UserAgent.of("http://127.0.0.1"));
  }

  @AfterEach
  void close() {
    wait(sandbox.close());
    wire.close();
    kit.shutdownTestKit();
  }

  @Test
  void it_logs_in_and_hears_of_its_guilds_and_their_members() {
    var address = wait(wire.rest().gateway());
    assertThat(address.remaining()).isPositive();
    var line =
        wire.connect(
            new Shard(0, 1),
            true,
            new Entry.Begin(address.url(), () -> CompletableFuture.completedFuture(true)),
            (_, news) -> heard.add(news));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> heard.stream().filter(News.GuildSeen.class::isInstance).count() == 2);
    assertThat(heard.getFirst()).isInstanceOf(News.Welcome.class);
    var house =
        heard.stream()
            .filter(News.GuildSeen.class::isInstance)
            .map(News.GuildSeen.class::cast)
            .filter(seen -> seen.guild().toString().equals(Seed.HOUSE))
            .findFirst()
            .orElseThrow();
    assertThat(house.portrait().owner()).hasToString(Seed.SANNE);
    assertThat(house.portrait().locale()).isEqualTo("nl");
    assertThat(house.complete()).isFalse();

    line.askForMembers(house.guild());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(heard)
                .filteredOn(News.PeopleSeen.class::isInstance)
                .flatExtracting(news -> ((News.PeopleSeen) news).people())
                .extracting(News.Person::name)
                .contains("Sanne", "Milan", "Noor", "Daan"));

    var ending = wait(line.close());
    assertThat(ending.closeCode()).isZero();
  }

  @Test
  void without_leave_nobody_logs_in() {
    var address = wait(wire.rest().gateway());
    var line =
        wire.connect(
            new Shard(0, 1),
            true,
            new Entry.Begin(address.url(), () -> CompletableFuture.completedFuture(false)),
            (_, news) -> heard.add(news));
    assertThat(wait(line.ended()).session()).isNull();
    assertThat(wait(wire.rest().gateway()).remaining()).isEqualTo(address.remaining());
    assertThat(heard).isEmpty();
  }

  @Test
  void a_message_is_posted_once_however_often_it_is_sent() {
    var channel = new ChannelId(Long.parseLong(Seed.ALGEMEEN));
    var message = Message.text("Hallo");
    var first = wait(wire.rest().post(channel, message, "nonce-1"));
    var again = wait(wire.rest().post(channel, message, "nonce-1"));
    assertThat(again).isEqualTo(first);
    assertThat(wait(wire.rest().latest(channel)).findValuesAsText("content"))
        .containsOnlyOnce("Hallo");
  }

  @Test
  void the_channel_to_a_user_is_the_same_each_time() {
    var sanne = new MemberId(Long.parseLong(Seed.SANNE));
    assertThat(wait(wire.rest().directChannel(sanne)))
        .isEqualTo(wait(wire.rest().directChannel(sanne)));
  }

  private static <T> T wait(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
