package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaName;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DatabaseIT {
  @Test
  void work_beyond_the_queue_is_rejected_at_once() throws Exception {
    try (var probe =
        JournalProbe.on(
            TestDatabase.fresh(),
            "dcm.journal.db.read-threads = 1",
            "dcm.journal.db.queue-size = 1")) {
      var database = Database.get(probe.system);
      var begun = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var running =
          database.read(connection -> {
            begun.countDown();
            return await(release);
          });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      var waiting = database.read(connection -> true);

      assertThatThrownBy(() -> get(database.read(connection -> true)))
          .hasCauseInstanceOf(RejectedExecutionException.class);

      release.countDown();
      assertThat(get(running)).isTrue();
      assertThat(get(waiting)).isTrue();
    }
  }

  @Test
  void reads_of_one_guild_leave_threads_to_others() throws Exception {
    try (var probe = JournalProbe.on(TestDatabase.fresh(), "dcm.journal.db.read-threads = 4")) {
      probe.write("guild|1", 1, "first");
      probe.write("guild|2", 1, "first");
      var database = Database.get(probe.system);
      var release = new CountDownLatch(1);
      var busy = new ArrayList<CompletionStage<Boolean>>();
      for (var i = 0; i < 20; i++) {
        busy.add(database.readInSchema(new SchemaName(1), false, _ -> await(release)));
      }
      try {
        assertThat(get(database.readInSchema(new SchemaName(2), false, _ -> true))).isTrue();
      } finally {
        release.countDown();
      }
      for (var read : busy) {
        assertThat(get(read)).isTrue();
      }
    }
  }

  @Test
  void further_reads_of_a_guild_with_a_full_queue_are_rejected() throws Exception {
    try (var probe = JournalProbe.on(TestDatabase.fresh(), "dcm.journal.db.read-threads = 2")) {
      probe.write("guild|1", 1, "first");
      var database = Database.get(probe.system);
      var release = new CountDownLatch(1);
      try {
        for (var i = 0; i < 300; i++) {
          var _ = database.readInSchema(new SchemaName(1), false, _ -> await(release));
        }
        assertThatThrownBy(() -> get(database.readInSchema(new SchemaName(1), false, _ -> true)))
            .hasRootCauseInstanceOf(RejectedExecutionException.class);
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  void postgresql_times_out_before_the_socket() throws Exception {
    try (var probe =
        JournalProbe.on(
            TestDatabase.fresh(),
            "dcm.journal.db.lock-timeout = 100ms",
            "dcm.journal.db.statement-timeout = 300ms")) {
      assertThatThrownBy(() ->
              get(
                  Database.get(probe.system)
                      .read(c -> c.createStatement().execute("select pg_sleep(20)"))))
          .hasRootCauseMessage("ERROR: canceling statement due to statement timeout");
    }
  }

  @Test
  void postgresql_ends_a_transaction_that_runs_too_long_without_being_idle() throws Exception {
    try (var probe =
        JournalProbe.on(
            TestDatabase.fresh(),
            "dcm.journal.db.lock-timeout = 100ms",
            "dcm.journal.db.statement-timeout = 500ms",
            "dcm.journal.db.socket-timeout = 1s")) {
      assertThatThrownBy(() ->
              get(
                  Database.get(probe.system)
                      .write(connection -> {
                        for (var i = 0; i < 60; i++) {
                          connection.createStatement().execute("select pg_sleep(0.2)");
                        }
                        return null;
                      })))
          .hasRootCauseMessage("FATAL: terminating connection due to transaction timeout");
    }
  }

  @Test
  void a_failed_transaction_is_rolled_back() throws Exception {
    var fresh = TestDatabase.fresh();
    try (var probe = JournalProbe.on(fresh)) {
      assertThatThrownBy(() ->
              get(
                  Database.get(probe.system)
                      .write(connection -> {
                        try (var insert = connection.createStatement()) {
                          insert.execute("insert into dcm.guild_wakeup values (1, now())");
                        }
                        throw new IllegalStateException("halfway");
                      })))
          .hasRootCauseMessage("halfway");
      var rows =
          get(
              Database.get(probe.system)
                  .read(connection -> {
                    try (var select = connection.createStatement();
                        var found = select.executeQuery("select 1 from dcm.guild_wakeup")) {
                      return found.next() ? 1 : 0;
                    }
                  }));
      assertThat(rows).isZero();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static <T> T get(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.get(15, TimeUnit.SECONDS);
  }
}
