package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dcm.embedded.DedicatedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** PostgreSQL's volume fills up while many guilds are written to. */
class DiskFullIT {
  private static final int GUILDS = 25;
  private static final int MEGABYTES = 256;
  private static final Duration FULL_TIME =
      LongRun.or(Duration.ofSeconds(20), Duration.ofSeconds(4));
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(7);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path root;
  private SmallFileSystem fileSystem;
  private DedicatedPostgres postgres;
  private InProcessGuilds guilds;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void open() throws IOException {
    var mounted = SmallFileSystem.at(root, MEGABYTES);
    Assumptions.assumeTrue(
        mounted.isPresent(),
        "NOT TESTED: what becomes of us when PostgreSQL's disk is full. It needs a volume to fill,"
            + " and mounting one is only permitted to root on Linux.");
    fileSystem = mounted.orElseThrow();
    postgres = DedicatedPostgres.start(root);
    guilds = new InProcessGuilds(postgres.config());
    IntStream.range(0, GUILDS).forEach(i -> guilds.createGuild(InProcessGuilds.guild(i)));
    log.start();
    ((Logger) LoggerFactory.getLogger("dcm.entity")).addAppender(log);
  }

  @AfterEach
  void close() throws IOException {
    ((Logger) LoggerFactory.getLogger("dcm.entity")).detachAppender(log);
    if (guilds != null) {
      guilds.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    if (fileSystem != null) {
      fileSystem.close();
    }
  }

  private void awaitServed(RetryingCommandClient commandClient, long sinceNanos) {
    await("every guild is served")
        .atMost(TIMEOUT)
        .until(() ->
            commandClient.guildsWith(sinceNanos, RetryingCommandClient.Result.DONE::equals)
                == GUILDS);
  }

  private void awaitRefused(RetryingCommandClient commandClient, long sinceNanos) {
    await("every guild reports it")
        .atMost(TIMEOUT.plus(TIMEOUT))
        .until(() ->
            commandClient.guildsWith(sinceNanos, RetryingCommandClient.Result::isUnavailable)
                == GUILDS);
  }

  @Test
  void without_space_for_tables_every_guild_reports_unavailability_until_there_is_space()
      throws Exception {
    var startedAt = System.nanoTime();
    var commandClient = RetryingCommandClient.start(guilds, GUILDS);
    awaitServed(commandClient, startedAt);

    var fullAt = System.nanoTime();
    fileSystem.fill();
    awaitRefused(commandClient, fullAt);
    await().pollDelay(FULL_TIME).atMost(FULL_TIME.plus(TIMEOUT)).until(() -> true);
    assertThat(List.copyOf(log.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .anySatisfy(line -> assertThat(line).contains("PostgreSQL's disk is full"));

    fileSystem.free();
    if (!postgres.isRunning()) {
      postgres.restart();
    }
    var freedAt = System.nanoTime();
    awaitServed(commandClient, freedAt);
    commandClient.stop(TIMEOUT.plus(COMMAND_TIMEOUT));
    commandClient.verify(COMMAND_TIMEOUT.plusSeconds(2));
  }

  @Test
  void without_space_for_its_log_postgresql_stops_and_continues_after_a_restart() throws Exception {
    var startedAt = System.nanoTime();
    var commandClient = RetryingCommandClient.start(guilds, GUILDS);
    awaitServed(commandClient, startedAt);

    var fullAt = System.nanoTime();
    fileSystem.fill();
    await("PostgreSQL has stopped")
        .atMost(Duration.ofSeconds(30))
        // it rejects connections, and during its own recovery attempts it does not answer
        .ignoreExceptionsMatching(SQLException.class::isInstance)
        .until(() -> {
          if (postgres.isRunning()) {
            postgres.switchWal();
          }
          return !postgres.isRunning();
        });
    awaitRefused(commandClient, fullAt);

    fileSystem.free();
    postgres.restart();
    var freedAt = System.nanoTime();
    awaitServed(commandClient, freedAt);
    commandClient.stop(TIMEOUT.plus(COMMAND_TIMEOUT));
    commandClient.verify(COMMAND_TIMEOUT.plusSeconds(2));
  }
}
