package dcm.notify;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.DeliveryId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.Parcel;
import dcm.guild.Request;
import dcm.guild.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything happens on the test's own thread: when a call returns, all has been done. */
class SortingOfficeTest {
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
  private final Carried direct = new Carried();
  private final Carried inGuild = new Carried();
  private final Told guild = new Told();
  private final Places places = new Places(SETTINGS.places());
  private final Counts counts = new Counts();
  private final Map<DeliveryId, Parcel> handedOut = new HashMap<>();
  private CompletionStage<GuildReply> unable;
  private Instant now = Parcels.QUEUED;
  private ActorRef<SortingOffice.Message> office;

  @BeforeEach
  void open() {
    office =
        testKit.spawn(
            SortingOffice.create(
                route ->
                    switch (route) {
                      case Route.DirectMessage _ -> direct;
                      case Route.Channel _ -> inGuild;
                    },
                guild,
                question -> {
                  var asked = (GuildQuery.PendingDelivery) question.query();
                  return unable != null
                      ? unable
                      : completedFuture(
                          new GuildReply.Answered(
                              new Answer.DeliveryToSend(handedOut.get(asked.delivery())), 1));
                },
                SETTINGS,
                () -> now,
                places,
                counts),
            DispatcherSelector.fromConfig("pekko.test.calling-thread-dispatcher"));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void what_arrived_is_told_to_the_guild_by_the_clockwork() {
    take(Parcels.reminder("a"));
    assertThat(guild.news()).isEmpty();
    direct.answer(new Receipt.Delivered("m9"));
    assertThat(guild.news()).containsExactly("a:m9");
    assertThat(guild.requests().getFirst().caller()).isEqualTo(new Caller.Clockwork());
    assertThat(counts.tally()).isEqualTo(new Tally(1, 0, 0, 0, 0, 0));
    assertThat(places.taken()).isZero();
  }

  @Test
  void each_route_has_its_own_way() {
    take(Parcels.reminder("a").via(Parcels.IN_CHANNEL));
    assertThat(inGuild.sent()).containsExactly("a");
    assertThat(direct.sent()).isEmpty();
  }

  @Test
  void a_refusal_is_told_as_it_is_and_not_tried_again() {
    take(Parcels.reminder("a"));
    direct.answer(new Receipt.Refused("50007", true));
    take(Parcels.reminder("b"));
    direct.answer(new Receipt.Refused("50013", false));
    seconds(600);
    assertThat(guild.news()).containsExactly("a:50007!", "b:50013");
    assertThat(direct.sent()).containsExactly("a", "b");
  }

  @Test
  void whoever_is_not_to_be_had_is_tried_again_after_a_while_and_then_left_to_the_guild() {
    take(Parcels.reminder("a"));
    direct.answer(new Receipt.Later("away", null));
    assertThat(direct.sent()).hasSize(1);
    seconds(1);
    direct.breaks();
    assertThat(direct.sent()).hasSize(2);
    seconds(2);
    assertThat(direct.sent()).hasSize(3);
    direct.answer(new Receipt.Later("away", null));
    seconds(600);
    assertThat(direct.sent()).hasSize(3);
    assertThat(guild.news()).containsExactly("a:away");
    assertThat(counts.tally().postponed()).isEqualTo(1);
    assertThat(places.taken()).isZero();
  }

  @Test
  void whoever_asks_for_time_gets_it_unless_it_is_too_much() {
    take(Parcels.reminder("a"));
    direct.answer(new Receipt.Later("rate-limited", Duration.ofSeconds(40)));
    seconds(20);
    take(Parcels.reminder("a").handedOut(2));
    seconds(19);
    assertThat(direct.sent()).hasSize(1);
    seconds(1);
    assertThat(direct.sent()).hasSize(2);
    direct.answer(new Receipt.Later("rate-limited", Duration.ofMinutes(10)));
    assertThat(guild.news()).containsExactly("a:rate-limited");
  }

  @Test
  void what_the_guild_did_not_hand_out_again_in_its_time_is_not_sent_any_more() {
    take(Parcels.reminder("a"));
    take(Parcels.reminder("b"));
    direct.answer(new Receipt.Later("rate-limited", Duration.ofSeconds(40)));
    seconds(40);
    assertThat(direct.sent()).as("nor what waited behind it").containsExactly("a");
    assertThat(guild.news()).containsExactly("a:not-renewed", "b:not-renewed");
    assertThat(places.taken()).isZero();
  }

  @Test
  void the_same_delivery_is_under_way_once() {
    take(Parcels.reminder("a"));
    take(Parcels.reminder("a").handedOut(2));
    direct.arrives();
    assertThat(direct.sent()).containsExactly("a");
    assertThat(guild.news()).hasSize(1);
    assertThat(counts.tally().repeated()).isEqualTo(1);
    assertThat(places.taken()).isZero();
  }

  @Test
  void one_recipient_gets_everything_in_order() {
    for (String name : new String[] {"a", "b", "c"}) {
      take(Parcels.reminder(name));
    }
    assertThat(direct.sent()).containsExactly("a");
    direct.answer(new Receipt.Later("away", null));
    assertThat(direct.sent()).containsExactly("a");
    seconds(1);
    direct.arrives();
    direct.arrives();
    direct.arrives();
    assertThat(direct.sent()).containsExactly("a", "a", "b", "c");
  }

  @Test
  void only_so_many_are_under_way_and_nobody_waits_for_somebody_elses_trouble() {
    take(Parcels.reminder("a").via(to(1)));
    take(Parcels.reminder("b").via(to(2)));
    take(Parcels.reminder("c").via(to(3)));
    assertThat(direct.underWay()).containsExactly("a", "b");
    direct.answer(new Receipt.Later("away", null));
    assertThat(direct.underWay()).containsExactly("b", "c");
    direct.arrives();
    assertThat(guild.news()).hasSize(1);
  }

  @Test
  void a_guild_that_is_away_is_told_again_by_the_same_knock() {
    guild.answerNext(1, failedFuture(new IllegalStateException("moving")));
    guild.answerNext(1, completedFuture(new GuildReply.Busy()));
    take(Parcels.reminder("a"));
    direct.arrives();
    seconds(1);
    seconds(2);
    assertThat(guild.requests()).hasSize(3).extracting(Request::id).containsOnly(id(0));
    assertThat(places.taken()).isZero();
    seconds(600);
    assertThat(guild.requests()).hasSize(3);
  }

  @Test
  void what_no_guild_was_told_is_told_and_not_sent_when_it_comes_again() {
    guild.answerNext(3, failedFuture(new IllegalStateException("away")));
    take(Parcels.reminder("a"));
    direct.answer(new Receipt.Delivered("m1"));
    seconds(600);
    assertThat(guild.requests()).hasSize(3);
    assertThat(places.taken()).isZero();
    take(Parcels.reminder("a").handedOut(2));
    assertThat(direct.sent()).containsExactly("a");
    assertThat(guild.news()).last().isEqualTo("a:m1");
    take(Parcels.reminder("a").handedOut(3));
    assertThat(direct.sent()).containsExactly("a", "a");
  }

  @Test
  void what_was_handed_out_before_and_long_ago_is_looked_for_first() {
    take(Parcels.reminder("a"));
    now = Parcels.QUEUED.plus(Duration.ofMinutes(10));
    take(Parcels.reminder("a").handedOut(2));
    take(Parcels.reminder("b").via(to(2)).handedOut(2));
    direct.answer(new Receipt.Later("away", null));
    seconds(1);
    assertThat(direct.letters()).extracting(Letter::lookFirst).containsExactly(false, true, true);
  }

  @Test
  void what_no_longer_holds_is_not_sent_and_withdrawn_also_at_a_second_try() {
    take(Parcels.reminder("a"));
    direct.answer(new Receipt.Later("away", null));
    handedOut.clear();
    seconds(1);
    assertThat(direct.sent()).containsExactly("a");
    assertThat(guild.news()).containsExactly("a:withdrawn");
    assertThat(counts.tally().withdrawn()).isEqualTo(1);
    assertThat(places.taken()).isZero();
  }

  @Test
  void what_is_sent_is_what_the_guild_says_right_before() {
    take(Parcels.reminder("a"));
    direct.answer(new Receipt.Later("away", null));
    handedOut.put(new DeliveryId("a"), Parcels.reminder("a").readIn("nl").parcel());
    seconds(1);
    assertThat(direct.letters())
        .extracting(Letter::language)
        .containsExactly(Language.EN, Language.NL);
  }

  @Test
  void while_the_guild_cannot_say_whether_it_holds_nothing_is_sent() {
    unable = completedFuture(new GuildReply.Unavailable());
    take(Parcels.reminder("a"));
    unable = failedFuture(new IllegalStateException("moving"));
    seconds(1);
    assertThat(direct.sent()).isEmpty();
    unable = null;
    seconds(2);
    assertThat(direct.sent()).containsExactly("a");
  }

  @Test
  void closing_begins_nothing_new_and_waits_for_what_is_under_way() {
    TestProbe<Done> closed = testKit.createTestProbe();
    take(Parcels.reminder("a"));
    take(Parcels.reminder("b"));
    office.tell(new SortingOffice.Close(closed.ref()));
    take(Parcels.reminder("c").via(to(3)));
    closed.expectNoMessage();
    direct.arrives();
    closed.expectMessage(Done.getInstance());
    assertThat(direct.sent()).containsExactly("a");
    assertThat(guild.news()).hasSize(1);
  }

  @Test
  void closing_does_not_wait_for_ever() {
    TestProbe<Done> closed = testKit.createTestProbe();
    take(Parcels.reminder("a"));
    office.tell(new SortingOffice.Close(closed.ref()));
    seconds(5);
    closed.expectMessage(Done.getInstance());
  }

  private CommandId id(int request) {
    return guild.requests().get(request).id();
  }

  private static Route to(long member) {
    return new Route.DirectMessage(new MemberId(member));
  }

  private void take(Parcels parcels) {
    assertThat(places.take()).isTrue();
    handedOut.put(parcels.parcel().delivery().id(), parcels.parcel());
    office.tell(new SortingOffice.Take(parcels.parcel()));
  }

  private void seconds(int seconds) {
    now = now.plusSeconds(seconds);
    time.timePasses(Duration.ofSeconds(seconds));
  }
}
