package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryServiceTest {
  // a delivery that was not renewed is no longer sent
  private static final InstantSource CLOCK = InstantSource.fixed(SampleDeliveries.QUEUED);
  private static final Config CONFIG =
      ConfigFactory.parseString(
              "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
          .withFallback(ConfigFactory.load());

  private final ActorTestKit testKit = ActorTestKit.create(CONFIG);
  private final RecordingChannel directChannel = new RecordingChannel();
  private final RecordingChannel guildChannel = new RecordingChannel();
  private final RecordingGuilds guild = new RecordingGuilds();
  private final Map<DeliveryId, DeliveryDetails> handedOut = new ConcurrentHashMap<>();
  private final DeliveryService service =
      DeliveryService.open(testKit.system(), settings(Duration.ofSeconds(30)));

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void before_start_deliveries_are_rejected_without_blocking() {
    deliver(SampleDeliveries.reminder("a").details());
    assertThat(service.statistics().rejected()).isEqualTo(1);
    assertThat(service.inFlight()).isZero();
  }

  @Test
  void a_delivery_is_sent_and_reported() {
    start();
    deliver(SampleDeliveries.reminder("a").details());
    await().until(() -> directChannel.inFlight().size() == 1);
    directChannel.answer(new SendResult.Delivered("m1"));
    await().until(() -> service.inFlight() == 0);
    assertThat(guild.reports()).containsExactly("a:m1");
    assertThat(service.statistics()).isEqualTo(new DeliveryStatistics(1, 0, 0, 0, 0, 0));
  }

  @Test
  void deliveries_beyond_the_limit_are_rejected_with_one_warning_and_accepted_later() {
    start();
    LoggingTestKit.warn("Delivery limit of 3 reached")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              for (int i = 0; i < 8; i++) {
                deliver(deliveryTo(i + 1));
              }
              return null;
            });
    assertThat(service.statistics().rejected()).isEqualTo(5);
    for (int i = 0; i < 3; i++) {
      await().until(() -> !directChannel.inFlight().isEmpty());
      directChannel.answerDelivered();
    }
    await().until(() -> service.inFlight() == 0);
    deliver(deliveryTo(8));
    await().until(() -> directChannel.sent().contains("to-8"));
  }

  @Test
  void closing_rejects_new_deliveries_and_reports_those_in_flight() {
    start();
    deliver(SampleDeliveries.reminder("a").details());
    await().until(() -> directChannel.inFlight().size() == 1);
    var closed = service.close().toCompletableFuture();
    deliver(SampleDeliveries.reminder("b").details());
    assertThat(closed).isNotDone();
    directChannel.answer(new SendResult.Delivered("m1"));
    await().until(closed::isDone);
    assertThat(guild.reports()).containsExactly("a:m1");
    assertThat(directChannel.sent()).containsExactly("a");
  }

  @Test
  void a_channel_that_never_answers_counts_as_unavailable() {
    var impatient = DeliveryService.open(testKit.system(), settings(Duration.ofMillis(50)));
    handedOut.put(new DeliveryId("a"), SampleDeliveries.reminder("a").details());
    impatient.start(guild, this::stillHolds, directChannel, guildChannel, CLOCK);
    impatient.handle(SampleDeliveries.reminder("a").details());
    await().until(() -> guild.reports().size() == 1);
    assertThat(guild.reports()).containsExactly("a:no-answer");
    assertThat(directChannel.sent()).hasSize(2);
  }

  private void deliver(DeliveryDetails details) {
    handedOut.put(details.delivery().id(), details);
    service.handle(details);
  }

  private CompletionStage<GuildReply> stillHolds(QueryEnvelope envelope) {
    var query = (GuildQuery.PendingDelivery) envelope.query();
    return CompletableFuture.completedFuture(
        new GuildReply.Answered(
            new QueryResult.DeliveryToSend(handedOut.get(query.delivery())), 1));
  }

  private void start() {
    service.start(guild, this::stillHolds, directChannel, guildChannel, CLOCK);
  }

  private static DeliveryDetails deliveryTo(long member) {
    return SampleDeliveries.reminder("to-" + member)
        .withRoute(new DeliveryRoute.DirectMessage(new MemberId(member)))
        .details();
  }

  private static NotifySettings settings(Duration sendTimeout) {
    return new NotifySettings(
        3,
        2,
        sendTimeout,
        2,
        Duration.ofMillis(20),
        Duration.ofSeconds(1),
        3,
        Duration.ofSeconds(5));
  }
}
