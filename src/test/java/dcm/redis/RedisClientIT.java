package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClientIT {
  @TempDir Path data;

  @Test
  void it_opens_without_redis_and_connects_later() throws Exception {
    EmbeddedRedis server = EmbeddedRedis.start(data);
    server.close();
    try (var client = RedisClient.open(TestRedis.settings(server.url()))) {
      now(client.firstConnectionAttempt());
      assertThat(client.state()).isInstanceOf(RedisState.Unavailable.class);
      assertThatThrownBy(() -> TestRedis.value(client, "x"))
          .isInstanceOf(RedisUnavailableException.class);
      server = EmbeddedRedis.start(data);
      Awaitility.await().until(() -> client.state() instanceof RedisState.Available);
      assertThat(TestRedis.value(client, "x")).isNull();
    } finally {
      server.close();
    }
  }

  @Test
  void it_reconnects_after_redis_was_killed() throws Exception {
    try (var redis = TestRedis.start()) {
      redis.kill();
      assertThatThrownBy(() -> TestRedis.value(redis.client(), "x"))
          .isInstanceOf(RedisUnavailableException.class);
      redis.restart();
      assertThat(TestRedis.value(redis.client(), "x")).isNull();
    }
  }

  @Test
  void a_hanging_redis_delays_one_call_by_half_a_second() throws Exception {
    try (var redis = TestRedis.start();
        var client = RedisClient.open(TestRedis.settings(redis.url()))) {
      Awaitility.await().until(() -> client.state() instanceof RedisState.Available);
      var pid = redis.pid();
      signal("-STOP", pid);
      try {
        var before = System.nanoTime();
        assertThatThrownBy(() -> TestRedis.value(client, "x"))
            .isInstanceOf(RedisUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        Awaitility.await().until(() -> client.state() instanceof RedisState.Unavailable);
        CompletableFuture<Boolean> refused = client.call(c -> c.getBucket("x").isExistsAsync());
        assertThat(refused).isCompletedExceptionally();
      } finally {
        signal("-CONT", pid);
      }
      Awaitility.await().until(() -> client.state() instanceof RedisState.Available);
      assertThat(TestRedis.value(client, "x")).isNull();
    }
  }

  @Test
  void an_unanswered_call_fails_with_an_unwrapped_unavailable_exception() throws Exception {
    try (var redis = TestRedis.start();
        var client = RedisClient.open(TestRedis.settings(redis.url()))) {
      Awaitility.await().until(() -> client.state() instanceof RedisState.Available);
      var failure =
          client.call(_ -> new CompletableFuture<String>()).handle((_, failed) -> failed).join();
      assertThat(failure).isInstanceOf(RedisUnavailableException.class);
    }
  }

  private static void signal(String signal, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor()).isZero();
  }
}
