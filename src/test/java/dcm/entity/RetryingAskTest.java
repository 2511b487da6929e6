package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
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

class RetryingAskTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(7);
  private static final GuildReply DONE =
      new GuildReply.Done(new Outcome(1, new Outcome.NoSubject()), false);
  private static final GuildReply UNAVAILABLE = new GuildReply.Unavailable();
  private static final GuildReply REFUSED = new GuildReply.Refused(new Refusal.NotAMember());

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(
                  ConfigFactory.parseString(
                      "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off"))
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final List<Duration> remaining = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<GuildReply>> replies = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void an_answered_request_is_sent_once() {
    var answer = command();
    replies.getFirst().complete(DONE);
    assertThat(answer).isCompletedWithValue(DONE);
    time.timePasses(TIMEOUT);
    assertThat(replies).hasSize(1);
  }

  @Test
  void unavailable_is_final_after_a_single_attempt() {
    var answer = command();
    replies.getFirst().complete(UNAVAILABLE);
    assertThat(answer).isCompletedWithValue(UNAVAILABLE);
  }

  @Test
  void a_lost_request_is_sent_again_within_the_same_timeout() {
    var answer = command();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 3);
    assertThat(remaining)
        .containsExactly(TIMEOUT, TIMEOUT.minusMillis(500), TIMEOUT.minusSeconds(1));
    replies.getLast().complete(DONE);
    assertThat(answer).isCompletedWithValue(DONE);
  }

  @Test
  void an_unanswered_request_is_sent_again_until_the_timeout() {
    var answer = command();
    for (var pause : List.of(500, 500, 1000, 1000, 1000, 1000)) {
      var before = replies.size();
      time.timePasses(Duration.ofMillis(pause));
      await().until(() -> replies.size() == before + 1);
    }
    assertThat(remaining).last().isEqualTo(TIMEOUT.minusSeconds(5));
    assertThat(answer).isNotDone();
  }

  @Test
  void unavailable_is_not_final_while_an_earlier_attempt_is_pending() {
    var answer = command();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    replies.getLast().complete(UNAVAILABLE);
    assertThat(answer).isNotDone();
    replies.getFirst().completeExceptionally(new TimeoutException());
    assertThat(answer).isCompletedExceptionally();
  }

  @Test
  void a_refusal_is_final_after_a_single_attempt() {
    var answer = command();
    replies.getFirst().complete(REFUSED);
    assertThat(answer).isCompletedWithValue(REFUSED);
  }

  @Test
  void a_refusal_is_not_final_while_another_attempt_is_pending() {
    var answer = command();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    replies.getFirst().complete(REFUSED);
    assertThat(answer).isNotDone();
    replies.getLast().complete(DONE);
    assertThat(answer).isCompletedWithValue(DONE);
  }

  @Test
  void a_query_accepts_any_reply() {
    var answer = RetryingAsk.query(kit.system(), TIMEOUT, this::reply).toCompletableFuture();
    time.timePasses(Duration.ofMillis(500));
    await().until(() -> replies.size() == 2);
    replies.getLast().complete(UNAVAILABLE);
    assertThat(answer).isCompletedWithValue(UNAVAILABLE);
  }

  private CompletableFuture<GuildReply> command() {
    return RetryingAsk.command(kit.system(), TIMEOUT, this::reply).toCompletableFuture();
  }

  private CompletionStage<GuildReply> reply(Duration timeout) {
    remaining.add(timeout);
    var reply = new CompletableFuture<GuildReply>();
    replies.add(reply);
    return reply;
  }
}
