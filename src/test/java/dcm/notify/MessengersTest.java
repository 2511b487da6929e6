package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.Answer;
import dcm.guild.DeliveryId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.Parcel;
import dcm.guild.Question;
import dcm.guild.Route;
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

class MessengersTest {
  // a parcel that nobody has asked for since is not carried any more
  private static final InstantSource CLOCK = InstantSource.fixed(Parcels.QUEUED);
  private static final Config CONFIG =
      ConfigFactory.parseString(
              "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
          .withFallback(ConfigFactory.load());

  private final ActorTestKit testKit = ActorTestKit.create(CONFIG);
  private final Carried direct = new Carried();
  private final Carried inGuild = new Carried();
  private final Told guild = new Told();
  private final Map<DeliveryId, Parcel> handedOut = new ConcurrentHashMap<>();
  private final Messengers messengers =
      Messengers.open(testKit.system(), settings(Duration.ofSeconds(30)));

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void before_they_begin_nothing_is_taken_and_nobody_is_held_up() {
    carry(Parcels.reminder("a").parcel());
    assertThat(messengers.tally().overflowed()).isEqualTo(1);
    assertThat(messengers.underWay()).isZero();
  }

  @Test
  void they_carry_and_tell() {
    begin();
    carry(Parcels.reminder("a").parcel());
    await().until(() -> direct.underWay().size() == 1);
    direct.answer(new Receipt.Delivered("m1"));
    await().until(() -> messengers.underWay() == 0);
    assertThat(guild.news()).containsExactly("a:m1");
    assertThat(messengers.tally()).isEqualTo(new Tally(1, 0, 0, 0, 0, 0));
  }

  @Test
  void what_there_is_no_place_for_is_refused_loudly_once_and_taken_later() {
    begin();
    LoggingTestKit.warn("No place for more than 3 deliveries")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              for (int i = 0; i < 8; i++) {
                carry(to(i + 1));
              }
              return null;
            });
    assertThat(messengers.tally().overflowed()).isEqualTo(5);
    for (int i = 0; i < 3; i++) {
      await().until(() -> !direct.underWay().isEmpty());
      direct.arrives();
    }
    await().until(() -> messengers.underWay() == 0);
    carry(to(8));
    await().until(() -> direct.sent().contains("to-8"));
  }

  @Test
  void closed_they_take_nothing_more_and_what_was_under_way_is_told() {
    begin();
    carry(Parcels.reminder("a").parcel());
    await().until(() -> direct.underWay().size() == 1);
    var closed = messengers.close().toCompletableFuture();
    carry(Parcels.reminder("b").parcel());
    assertThat(closed).isNotDone();
    direct.answer(new Receipt.Delivered("m1"));
    await().until(closed::isDone);
    assertThat(guild.news()).containsExactly("a:m1");
    assertThat(direct.sent()).containsExactly("a");
  }

  @Test
  void a_way_that_never_answers_counts_as_away() {
    var hasty = Messengers.open(testKit.system(), settings(Duration.ofMillis(50)));
    handedOut.put(new DeliveryId("a"), Parcels.reminder("a").parcel());
    hasty.begin(guild, this::stillHolds, direct, inGuild, CLOCK);
    hasty.carry(Parcels.reminder("a").parcel());
    await().until(() -> guild.news().size() == 1);
    assertThat(guild.news()).containsExactly("a:no-answer");
    assertThat(direct.sent()).hasSize(2);
  }

  private void carry(Parcel parcel) {
    handedOut.put(parcel.delivery().id(), parcel);
    messengers.carry(parcel);
  }

  private CompletionStage<GuildReply> stillHolds(Question question) {
    var asked = (GuildQuery.PendingDelivery) question.query();
    return CompletableFuture.completedFuture(
        new GuildReply.Answered(new Answer.DeliveryToSend(handedOut.get(asked.delivery())), 1));
  }

  private void begin() {
    messengers.begin(guild, this::stillHolds, direct, inGuild, CLOCK);
  }

  private static Parcel to(long member) {
    return Parcels.reminder("to-" + member)
        .via(new Route.DirectMessage(new MemberId(member)))
        .parcel();
  }

  private static NotifySettings settings(Duration patience) {
    return new NotifySettings(
        3, 2, patience, 2, Duration.ofMillis(20), Duration.ofSeconds(1), 3, Duration.ofSeconds(5));
  }
}
