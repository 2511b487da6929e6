package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dcm.journal.OwnPostgres;
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

/** PostgreSQL's volume gets full while many guilds are written to. */
class DiskFullIT {
  private static final int GUILDS = 25;
  private static final int MEGABYTES = 256;
  private static final Duration FULL = LongRun.or(Duration.ofSeconds(20), Duration.ofSeconds(4));
  private static final Duration PATIENCE = Duration.ofSeconds(7);
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path root;
  private SmallVolume volume;
  private OwnPostgres postgres;
  private Neighbourhood neighbourhood;
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void open() throws IOException {
    var mounted = SmallVolume.at(root, MEGABYTES);
    Assumptions.assumeTrue(
        mounted.isPresent(),
        "NOT TESTED: what becomes of us when PostgreSQL's disk is full. It needs a volume to fill,"
            + " and mounting one is only permitted to root on Linux.");
    volume = mounted.orElseThrow();
    postgres = OwnPostgres.in(root);
    neighbourhood = new Neighbourhood(postgres.config());
    IntStream.range(0, GUILDS).forEach(i -> neighbourhood.found(Neighbourhood.guild(i)));
    said.start();
    ((Logger) LoggerFactory.getLogger("dcm.entity")).addAppender(said);
  }

  @AfterEach
  void close() throws IOException {
    ((Logger) LoggerFactory.getLogger("dcm.entity")).detachAppender(said);
    if (neighbourhood != null) {
      neighbourhood.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    if (volume != null) {
      volume.close();
    }
  }

  private void awaitServed(Knocking knocking, long since) {
    await("everybody is served")
        .atMost(SOON)
        .until(() -> knocking.guilds(since, Knocking.Answer.DONE::equals) == GUILDS);
  }

  private void awaitRefused(Knocking knocking, long since) {
    await("everybody is told so")
        .atMost(SOON.plus(SOON))
        .until(() -> knocking.guilds(since, Knocking.Answer::isClear503) == GUILDS);
  }

  @Test
  void when_there_is_no_room_for_tables_everybody_is_told_so_until_there_is() throws Exception {
    var begun = System.nanoTime();
    var knocking = Knocking.at(neighbourhood, GUILDS);
    awaitServed(knocking, begun);

    var full = System.nanoTime();
    volume.fill();
    awaitRefused(knocking, full);
    await().pollDelay(FULL).atMost(FULL.plus(SOON)).until(() -> true);
    assertThat(List.copyOf(said.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .anySatisfy(line -> assertThat(line).contains("PostgreSQL's disk is full"));

    volume.free();
    if (!postgres.runs()) {
      postgres.startAgain();
    }
    var free = System.nanoTime();
    awaitServed(knocking, free);
    knocking.end(SOON.plus(PATIENCE));
    knocking.judge(PATIENCE.plusSeconds(2));
  }

  @Test
  void when_there_is_no_room_for_its_log_it_ends_and_goes_on_once_it_is_started_again()
      throws Exception {
    var begun = System.nanoTime();
    var knocking = Knocking.at(neighbourhood, GUILDS);
    awaitServed(knocking, begun);

    var full = System.nanoTime();
    volume.fill();
    await("it has given up")
        .atMost(Duration.ofSeconds(30))
        // it refuses, and while it tries to come up again by itself it does not even answer
        .ignoreExceptionsMatching(SQLException.class::isInstance)
        .until(() -> {
          if (postgres.runs()) {
            postgres.beginAnotherLogFile();
          }
          return !postgres.runs();
        });
    awaitRefused(knocking, full);

    volume.free();
    postgres.startAgain();
    var free = System.nanoTime();
    awaitServed(knocking, free);
    knocking.end(SOON.plus(PATIENCE));
    knocking.judge(PATIENCE.plusSeconds(2));
  }
}
