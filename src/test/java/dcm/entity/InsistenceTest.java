package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.guild.GuildReply;
import dcm.guild.Outcome;
import dcm.guild.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InsistenceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(7);
  private static final GuildReply DONE =
      new GuildReply.Done(new Outcome(1, new Outcome.OfNothing()), false);
  private static final GuildReply UNAVAILABLE = new GuildReply.Unavailable();
  private static final GuildReply REFUSED = new GuildReply.Declined(new Refusal.NotAMember());

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(
                  ConfigFactory.parseString(
                      "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off"))
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final List<Duration> left = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<GuildReply>> replies = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void what_is_answered_is_said_once() {
    var answer = command();
    replies.getFirst().complete(DONE);
    assertThat(answer).isCompletedWithValue(DONE);
    time.timePasses(PATIENCE);
    assertThat(replies).hasSize(1);
  }

  @Test
  void nothing_was_done_is_an_answer_when_it_was_said_once() {
    var answer = command();
    replies.getFirst().complete(UNAVAILABLE);
    assertThat(answer).isCompletedWithValue(UNAVAILABLE);
  }

  @Test
  void what_got_lost_is_said_again_within_the_same_patience() {
    var answer = command();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 3);
    assertThat(left).containsExactly(PATIENCE, PATIENCE.minusMillis(500), PATIENCE.minusSeconds(1));
    replies.getLast().complete(DONE);
    assertThat(answer).isCompletedWithValue(DONE);
  }

  @Test
  void what_is_not_answered_is_said_again_until_the_patience_ends() {
    var answer = command();
    for (var pause : List.of(500, 500, 1000, 1000, 1000, 1000)) {
      var before = replies.size();
      time.timePasses(Duration.ofMillis(pause));
      await().until(() -> replies.size() == before + 1);
    }
    assertThat(left).last().isEqualTo(PATIENCE.minusSeconds(5));
    assertThat(answer).isNotDone();
  }

  @Test
  void nothing_was_done_is_not_believed_while_an_earlier_one_may_still_be_done() {
    var answer = command();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    replies.getLast().complete(UNAVAILABLE);
    assertThat(answer).isNotDone();
    replies.getFirst().completeExceptionally(new TimeoutException());
    assertThat(answer).isCompletedExceptionally();
  }

  @Test
  void a_refusal_is_an_answer_when_it_was_said_once() {
    var answer = command();
    replies.getFirst().complete(REFUSED);
    assertThat(answer).isCompletedWithValue(REFUSED);
  }

  @Test
  void a_refusal_is_not_believed_while_another_one_may_still_be_done() {
    var answer = command();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    replies.getFirst().complete(REFUSED);
    assertThat(answer).isNotDone();
    replies.getLast().complete(DONE);
    assertThat(answer).isCompletedWithValue(DONE);
  }

  @Test
  void a_question_is_content_with_any_answer() {
    var answer = Insistence.onQuestion(kit.system(), PATIENCE, this::reply).toCompletableFuture();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    replies.getLast().complete(UNAVAILABLE);
    assertThat(answer).isCompletedWithValue(UNAVAILABLE);
  }

  private CompletableFuture<GuildReply> command() {
    return Insistence.onCommand(kit.system(), PATIENCE, this::reply).toCompletableFuture();
  }

  private CompletionStage<GuildReply> reply(Duration patience) {
    left.add(patience);
    var reply = new CompletableFuture<GuildReply>();
    replies.add(reply);
    return reply;
  }
}
