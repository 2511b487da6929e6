package dcm.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.redis.RedisClient;
import dcm.redis.RedisState;
import dcm.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  @TempDir Path data;

  @Test
  void it_requires_its_password_and_stops_with_its_last_user() throws Exception {
    int port;
    try (var first = EmbeddedRedis.start(data)) {
      port = first.port();
      assertThat(first.isAdopted()).isFalse();
      assertThat(new RedisProbe("127.0.0.1", port, "guess").servesDirectory(data.resolve("redis")))
          .isFalse();
      var second = EmbeddedRedis.start(data);
      assertThat(second.isAdopted()).isTrue();
      assertThat(second.url()).isEqualTo(first.url());
      second.close();
      assertThat(new RedisProbe("127.0.0.1", port, "").isListening()).isTrue();
    }
    assertThat(new RedisProbe("127.0.0.1", port, "").isListening()).isFalse();
  }

  @Test
  void a_prepared_server_has_its_address_and_reserves_only_its_directory() throws Exception {
    String url;
    try (var prepared = EmbeddedRedis.prepare(data);
        var other = EmbeddedRedis.start(data.resolve("other"))) {
      url = prepared.url();
      assertThat(new RedisProbe("127.0.0.1", prepared.port(), "").isListening()).isFalse();
      assertThat(new RedisProbe("127.0.0.1", other.port(), "").isListening()).isTrue();
    }
    // it was never launched, and its directory is free again
    try (var launched = EmbeddedRedis.prepare(data)) {
      launched.launch();
      assertThat(launched.url()).isEqualTo(url);
      assertThat(new RedisProbe("127.0.0.1", launched.port(), "").isListening()).isTrue();
    }
  }

  @Test
  void its_secrets_are_readable_by_its_owner_only() throws Exception {
    try (var _ = EmbeddedRedis.start(data)) {
      for (var secret : new String[] {"password", "redis.conf"}) {
        assertThat(Files.getPosixFilePermissions(data.resolve("redis").resolve(secret)))
            .extracting(Enum::name)
            .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
      }
    }
  }

  @Test
  void the_next_start_keeps_port_and_data() throws Exception {
    String url;
    try (var embedded = EmbeddedRedis.start(data);
        var client = openClient(embedded.url())) {
      url = embedded.url();
      TestRedis.now(client.call(c -> c.<String>getBucket("kept").setAsync("yes")));
    }
    try (var embedded = EmbeddedRedis.start(data);
        var client = openClient(embedded.url())) {
      assertThat(embedded.url()).isEqualTo(url);
      assertThat(TestRedis.value(client, "kept")).isEqualTo("yes");
    }
  }

  @Test
  void a_redis_left_by_a_killed_process_is_adopted() throws Exception {
    var program = run(LeaveRunningMain.class);
    try (var output = program.inputReader()) {
      assertThat(output.lines().anyMatch("ready"::equals)).isTrue();
      program.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    try (var embedded = EmbeddedRedis.start(data);
        var client = openClient(embedded.url())) {
      assertThat(embedded.isAdopted()).isTrue();
      assertThat(client.state()).isInstanceOf(RedisState.Available.class);
    }
    assertThat(EmbeddedRedis.start(data))
        .satisfies(again -> {
          assertThat(again.isAdopted()).isFalse();
          again.close();
        });
  }

  /** Runs until it is killed. */
  static final class LeaveRunningMain {
    public static void main(String[] data) throws Exception {
      try (var _ = EmbeddedRedis.start(Path.of(data[0]))) {
        System.out.println("ready");
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void a_redis_that_another_process_is_adopting_is_not_stopped() throws Exception {
    var embedded = EmbeddedRedis.start(data);
    var port = embedded.port();
    var program = run(AdoptSlowlyMain.class);
    try (var output = program.inputReader();
        var input = program.outputWriter()) {
      assertThat(output.readLine()).isEqualTo("starting");
      var closer = Thread.ofPlatform().start(() -> close(embedded));
      // it waits for the other start, or has finished already
      Awaitility.await().until(() -> !closer.isAlive() || waitsForALock(closer));
      input.write("go on\n");
      input.flush();
      assertThat(output.readLine()).isEqualTo("adopted");
      closer.join(Duration.ofSeconds(20));
      assertThat(closer.isAlive()).isFalse();
      assertThat(new RedisProbe("127.0.0.1", port, "").isListening())
          .as("the Redis adopted by another process still runs")
          .isTrue();
    } finally {
      program.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      EmbeddedRedis.start(data).close();
    }
  }

  @Test
  void closing_waits_for_a_concurrent_start_in_the_same_process() throws Exception {
    var first = EmbeddedRedis.start(data);
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 10; round++) {
        var current = first;
        var closed = threads.submit(() -> close(current));
        var next = threads.submit(() -> EmbeddedRedis.start(data));
        closed.get(20, TimeUnit.SECONDS);
        first = next.get(20, TimeUnit.SECONDS);
        assertThat(new RedisProbe("127.0.0.1", first.port(), "").isListening()).isTrue();
      }
    }
    first.close();
  }

  private static void close(EmbeddedRedis embedded) {
    try {
      embedded.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean waitsForALock(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("lock0"));
  }

  /** Pauses between finding a running Redis and registering as its user. */
  static final class AdoptSlowlyMain {
    public static void main(String[] data) throws Exception {
      var directory = RedisDataDirectory.openOrCreate(Path.of(data[0]).resolve("redis"));
      try (var startLock = FileChannel.open(directory.files().startLock(), CREATE, READ, WRITE);
          var usersFile = FileChannel.open(directory.files().usersLock(), CREATE, READ, WRITE)) {
        try (var _ = startLock.lock()) {
          System.out.println("starting");
          System.in.read();
          if (usersFile.lock(1, 1, false).isValid()) {
            System.out.println("adopted");
          }
        }
        Thread.currentThread().join();
      }
    }
  }

  private Process run(Class<?> program) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            data.toString())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void a_port_in_use_by_another_program_is_avoided() throws Exception {
    int port;
    try (var embedded = EmbeddedRedis.start(data)) {
      port = embedded.port();
    }
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        var embedded = EmbeddedRedis.start(data);
        var client = openClient(embedded.url())) {
      assertThat(embedded.port()).isNotEqualTo(port);
      assertThat(client.state()).isInstanceOf(RedisState.Available.class);
    }
  }

  @Test
  void it_refuses_to_serve_other_machines() {
    assertThatThrownBy(() -> EmbeddedRedis.start(data, "0.0.0.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this machine only")
        .hasMessageContaining("DCM_REDIS_URL");
  }

  @Test
  void a_failure_to_start_names_the_alternative() throws Exception {
    // a directory in place of the file that Redis writes
    Files.createDirectories(data.resolve("redis/appendonly.aof"));
    assertThatThrownBy(() -> EmbeddedRedis.start(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot run on this machine")
        .hasMessageContaining("set DCM_REDIS_URL=redis://");
  }

  private static RedisClient openClient(String url) throws Exception {
    var client = RedisClient.open(TestRedis.settings(url));
    client.firstConnectionAttempt().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return client;
  }
}
