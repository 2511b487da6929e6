package dcm.notify;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The actor runs on the test's thread: when a call returns, its message has been processed. */
class DeliveryDispatcherTest {
  private static final Config CONFIG =
      ManualTime.config()
          .withFallback(
              ConfigFactory.parseString(
                  "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off"))
          .withFallback(ConfigFactory.load());
  private static final NotifySettings SETTINGS =
      new NotifySettings(
          20,
          2,
          Duration.ofSeconds(30),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          3,
          Duration.ofSeconds(5));

  private final ActorTestKit testKit = ActorTestKit.create(CONFIG);
  private final ManualTime time = ManualTime.get(testKit.system());
  private final RecordingChannel directChannel = new RecordingChannel();
  private final RecordingChannel guildChannel = new RecordingChannel();
  private final RecordingGuilds guild = new RecordingGuilds();
  private final Semaphore capacity = new Semaphore(SETTINGS.maxInFlight());
  private final DeliveryMetrics metrics = new DeliveryMetrics();
  private final Map<DeliveryId, DeliveryDetails> handedOut = new HashMap<>();
  private CompletionStage<GuildReply> queryFailure;
  private Instant now = SampleDeliveries.QUEUED;
  private ActorRef<DeliveryDispatcher.Message> dispatcher;

  @BeforeEach
  void open() {
    dispatcher =
        testKit.spawn(
            DeliveryDispatcher.create(
                route ->
                    switch (route) {
                      case DeliveryRoute.DirectMessage _ -> directChannel;
                      case DeliveryRoute.Channel _ -> guildChannel;
                    },
                guild,
                envelope -> {
                  var query = (GuildQuery.PendingDelivery) envelope.query();
                  return queryFailure != null
                      ? queryFailure
                      : completedFuture(
                          new GuildReply.Answered(
                              new QueryResult.DeliveryToSend(handedOut.get(query.delivery())), 1));
                },
                SETTINGS,
                () -> now,
                capacity,
                metrics),
            DispatcherSelector.fromConfig("pekko.test.calling-thread-dispatcher"));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void a_delivered_message_is_reported_to_the_guild_by_the_system() {
    accept(SampleDeliveries.reminder("a"));
    assertThat(guild.reports()).isEmpty();
    directChannel.answer(new SendResult.Delivered("m9"));
    assertThat(guild.reports()).containsExactly("a:m9");
    assertThat(guild.envelopes().getFirst().caller()).isEqualTo(new Caller.SystemCaller());
    assertThat(metrics.statistics()).isEqualTo(new DeliveryStatistics(1, 0, 0, 0, 0, 0));
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
  }

  @Test
  void each_route_has_its_own_channel() {
    accept(SampleDeliveries.reminder("a").withRoute(SampleDeliveries.IN_CHANNEL));
    assertThat(guildChannel.sent()).containsExactly("a");
    assertThat(directChannel.sent()).isEmpty();
  }

  @Test
  void a_failure_is_reported_unchanged_and_not_retried() {
    accept(SampleDeliveries.reminder("a"));
    directChannel.answer(new SendResult.Failed("50007", true));
    accept(SampleDeliveries.reminder("b"));
    directChannel.answer(new SendResult.Failed("50013", false));
    seconds(600);
    assertThat(guild.reports()).containsExactly("a:50007!", "b:50013");
    assertThat(directChannel.sent()).containsExactly("a", "b");
  }

  @Test
  void an_unavailable_channel_is_retried_with_backoff_and_then_left_to_the_guild() {
    accept(SampleDeliveries.reminder("a"));
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    assertThat(directChannel.sent()).hasSize(1);
    seconds(1);
    directChannel.failNext();
    assertThat(directChannel.sent()).hasSize(2);
    seconds(2);
    assertThat(directChannel.sent()).hasSize(3);
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    seconds(600);
    assertThat(directChannel.sent()).hasSize(3);
    assertThat(guild.reports()).containsExactly("a:unavailable");
    assertThat(metrics.statistics().deferred()).isEqualTo(1);
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
  }

  @Test
  void a_requested_delay_is_kept_unless_it_is_too_long() {
    accept(SampleDeliveries.reminder("a"));
    directChannel.answer(new SendResult.RetryLater("rate-limited", Duration.ofSeconds(40)));
    seconds(20);
    accept(SampleDeliveries.reminder("a").withAttempts(2));
    seconds(19);
    assertThat(directChannel.sent()).hasSize(1);
    seconds(1);
    assertThat(directChannel.sent()).hasSize(2);
    directChannel.answer(new SendResult.RetryLater("rate-limited", Duration.ofMinutes(10)));
    assertThat(guild.reports()).containsExactly("a:rate-limited");
  }

  @Test
  void a_delivery_that_the_guild_did_not_renew_in_time_is_not_sent() {
    accept(SampleDeliveries.reminder("a"));
    accept(SampleDeliveries.reminder("b"));
    directChannel.answer(new SendResult.RetryLater("rate-limited", Duration.ofSeconds(40)));
    seconds(40);
    assertThat(directChannel.sent())
        .as("the next in its queue is not sent either")
        .containsExactly("a");
    assertThat(guild.reports()).containsExactly("a:not-renewed", "b:not-renewed");
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
  }

  @Test
  void the_same_delivery_is_in_flight_once() {
    accept(SampleDeliveries.reminder("a"));
    accept(SampleDeliveries.reminder("a").withAttempts(2));
    directChannel.answerDelivered();
    assertThat(directChannel.sent()).containsExactly("a");
    assertThat(guild.reports()).hasSize(1);
    assertThat(metrics.statistics().duplicates()).isEqualTo(1);
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
  }

  @Test
  void deliveries_to_one_recipient_are_sent_in_order() {
    for (String name : new String[] {"a", "b", "c"}) {
      accept(SampleDeliveries.reminder(name));
    }
    assertThat(directChannel.sent()).containsExactly("a");
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    assertThat(directChannel.sent()).containsExactly("a");
    seconds(1);
    directChannel.answerDelivered();
    directChannel.answerDelivered();
    directChannel.answerDelivered();
    assertThat(directChannel.sent()).containsExactly("a", "a", "b", "c");
  }

  @Test
  void parallelism_is_bounded_and_recipients_do_not_block_each_other() {
    accept(SampleDeliveries.reminder("a").withRoute(routeTo(1)));
    accept(SampleDeliveries.reminder("b").withRoute(routeTo(2)));
    accept(SampleDeliveries.reminder("c").withRoute(routeTo(3)));
    assertThat(directChannel.inFlight()).containsExactly("a", "b");
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    assertThat(directChannel.inFlight()).containsExactly("b", "c");
    directChannel.answerDelivered();
    assertThat(guild.reports()).hasSize(1);
  }

  @Test
  void a_report_to_an_unavailable_guild_is_retried_with_the_same_command_id() {
    guild.answerNext(1, failedFuture(new IllegalStateException("moving")));
    guild.answerNext(1, completedFuture(new GuildReply.Busy()));
    accept(SampleDeliveries.reminder("a"));
    directChannel.answerDelivered();
    seconds(1);
    seconds(2);
    assertThat(guild.envelopes()).hasSize(3).extracting(CommandEnvelope::id).containsOnly(id(0));
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
    seconds(600);
    assertThat(guild.envelopes()).hasSize(3);
  }

  @Test
  void an_unreported_result_is_reported_and_not_sent_again() {
    guild.answerNext(3, failedFuture(new IllegalStateException("unavailable")));
    accept(SampleDeliveries.reminder("a"));
    directChannel.answer(new SendResult.Delivered("m1"));
    seconds(600);
    assertThat(guild.envelopes()).hasSize(3);
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
    accept(SampleDeliveries.reminder("a").withAttempts(2));
    assertThat(directChannel.sent()).containsExactly("a");
    assertThat(guild.reports()).last().isEqualTo("a:m1");
    accept(SampleDeliveries.reminder("a").withAttempts(3));
    assertThat(directChannel.sent()).containsExactly("a", "a");
  }

  @Test
  void an_old_delivery_that_may_have_been_sent_is_checked_for_first() {
    accept(SampleDeliveries.reminder("a"));
    now = SampleDeliveries.QUEUED.plus(Duration.ofMinutes(10));
    accept(SampleDeliveries.reminder("a").withAttempts(2));
    accept(SampleDeliveries.reminder("b").withRoute(routeTo(2)).withAttempts(2));
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    seconds(1);
    assertThat(directChannel.messages())
        .extracting(OutgoingMessage::checkForExisting)
        .containsExactly(false, true, true);
  }

  @Test
  void a_withdrawn_delivery_is_not_sent_also_at_a_second_attempt() {
    accept(SampleDeliveries.reminder("a"));
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    handedOut.clear();
    seconds(1);
    assertThat(directChannel.sent()).containsExactly("a");
    assertThat(guild.reports()).containsExactly("a:withdrawn");
    assertThat(metrics.statistics().withdrawn()).isEqualTo(1);
    assertThat(capacity.availablePermits()).isEqualTo(SETTINGS.maxInFlight());
  }

  @Test
  void the_guilds_current_details_are_sent() {
    accept(SampleDeliveries.reminder("a"));
    directChannel.answer(new SendResult.RetryLater("unavailable", null));
    handedOut.put(new DeliveryId("a"), SampleDeliveries.reminder("a").withLocale("nl").details());
    seconds(1);
    assertThat(directChannel.messages())
        .extracting(OutgoingMessage::language)
        .containsExactly(MessageLanguage.EN, MessageLanguage.NL);
  }

  @Test
  void while_the_guild_is_unavailable_nothing_is_sent() {
    queryFailure = completedFuture(new GuildReply.Unavailable());
    accept(SampleDeliveries.reminder("a"));
    queryFailure = failedFuture(new IllegalStateException("moving"));
    seconds(1);
    assertThat(directChannel.sent()).isEmpty();
    queryFailure = null;
    seconds(2);
    assertThat(directChannel.sent()).containsExactly("a");
  }

  @Test
  void closing_starts_nothing_new_and_waits_for_sends_in_flight() {
    TestProbe<Done> closed = testKit.createTestProbe();
    accept(SampleDeliveries.reminder("a"));
    accept(SampleDeliveries.reminder("b"));
    dispatcher.tell(new DeliveryDispatcher.Close(closed.ref()));
    accept(SampleDeliveries.reminder("c").withRoute(routeTo(3)));
    closed.expectNoMessage();
    directChannel.answerDelivered();
    closed.expectMessage(Done.getInstance());
    assertThat(directChannel.sent()).containsExactly("a");
    assertThat(guild.reports()).hasSize(1);
  }

  @Test
  void closing_has_a_timeout() {
    TestProbe<Done> closed = testKit.createTestProbe();
    accept(SampleDeliveries.reminder("a"));
    dispatcher.tell(new DeliveryDispatcher.Close(closed.ref()));
    seconds(5);
    closed.expectMessage(Done.getInstance());
  }

  private CommandId id(int request) {
    return guild.envelopes().get(request).id();
  }

  private static DeliveryRoute routeTo(long member) {
    return new DeliveryRoute.DirectMessage(new MemberId(member));
  }

  private void accept(SampleDeliveries sample) {
    assertThat(capacity.tryAcquire()).isTrue();
    handedOut.put(sample.details().delivery().id(), sample.details());
    dispatcher.tell(new DeliveryDispatcher.Accept(sample.details()));
  }

  private void seconds(int seconds) {
    now = now.plusSeconds(seconds);
    time.timePasses(Duration.ofSeconds(seconds));
  }
}
