package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static dcm.http.HttpTestServer.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.entity.GuildClient;
import dcm.guild.command.ImportCommand;
import dcm.guild.value.Caller;
import dcm.guild.value.ImportId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.transfer.ImportException;
import dcm.transfer.ImportJob;
import dcm.transfer.TaskImports;
import dcm.transfer.TransferSettings;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import goes on where another node stopped. */
class ImportResumeIT {
  private static final int ROWS = 300;
  private static final Caller.Person CALLER =
      new Caller.Person(ANNA, new MembershipEvidence.FromGuild(), Origin.DASHBOARD);

  private HttpTestServer server;

  @BeforeEach
  void open() {
    // its own worker takes what another one has let go
    server = new HttpTestServer("dcm.transfer { lease = 2s, poll-interval = 200ms }");
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** A node whose guilds answer so many commands of an import, and then no more. */
  private TaskImports nodeThatHangsAfter(int commands) {
    var sent = new AtomicInteger();
    var guilds =
        new GuildClient(
            envelope -> {
              var reply = server.guilds.decide(envelope);
              boolean answered =
                  !(envelope.command() instanceof ImportCommand.AddTask)
                      || sent.incrementAndGet() <= commands;
              // the command was carried out, and nobody learns of it
              return answered ? reply : new CompletableFuture<>();
            },
            query -> server.guilds.answer(query));
    return new TaskImports(
        server.system,
        new TransferSettings(Duration.ofSeconds(2), Duration.ofHours(1)),
        guilds,
        server.guilds.clock());
  }

  private static byte[] file() {
    return ("title\n"
            + IntStream.range(0, ROWS).mapToObj(n -> "task " + n).collect(Collectors.joining("\n")))
        .getBytes(UTF_8);
  }

  private int taskCount() {
    var token = server.token(DUTCH, ANNA);
    return server
        .send("GET", in(DUTCH, "/tasks?limit=1"), token, null)
        .json()
        .path("total")
        .asInt();
  }

  @Test
  void what_a_node_began_and_did_not_finish_is_finished_once() {
    try (var hanging = nodeThatHangsAfter(120)) {
      var id = new ImportId(UUID.randomUUID());
      var upload = new TaskImports.Upload(id, file(), null, Map.of());
      join(hanging.dryRun(DUTCH, CALLER, upload));
      join(hanging.apply(DUTCH, CALLER, id, Map.of()));

      var other = new ImportId(UUID.randomUUID());
      var second =
          new TaskImports.Upload(other, "title\nanother\n".getBytes(UTF_8), null, Map.of());
      join(server.imports.dryRun(DUTCH, CALLER, second));
      assertThatThrownBy(() -> join(server.imports.apply(DUTCH, CALLER, other, Map.of())))
          .hasCauseInstanceOf(ImportException.AlreadyRunningException.class);

      await()
          .untilAsserted(() ->
              assertThat(join(server.imports.find(DUTCH, CALLER, id, -1, 1)).job().state())
                  .isEqualTo(ImportJob.State.APPLIED));
      var report = join(server.imports.find(DUTCH, CALLER, id, -1, 1));
      assertThat(report.count(ImportJob.Fate.CREATED)).isEqualTo(ROWS);
      assertThat(taskCount()).as("nothing is doubled").isEqualTo(ROWS);

      join(server.imports.undo(DUTCH, CALLER, id));
      await()
          .untilAsserted(() ->
              assertThat(join(server.imports.find(DUTCH, CALLER, id, -1, 1)).job().state())
                  .isEqualTo(ImportJob.State.UNDONE));
      assertThat(taskCount()).isZero();
    }
  }

  @Test
  void an_import_whose_author_lost_the_permission_ends_with_the_reason() {
    try (var hanging = nodeThatHangsAfter(60)) {
      var id = new ImportId(UUID.randomUUID());
      join(hanging.dryRun(DUTCH, CALLER, new TaskImports.Upload(id, file(), null, Map.of())));
      join(hanging.apply(DUTCH, CALLER, id, Map.of()));
      await().untilAsserted(() -> assertThat(taskCount()).isGreaterThanOrEqualTo(60));
      server.member(DUTCH, ANNA, "Anna", false);
      server.member(DUTCH, HttpTestServer.CLEO, "Cleo", true);
      var cleo =
          new Caller.Person(
              HttpTestServer.CLEO, new MembershipEvidence.FromGuild(), Origin.DISCORD);
      await()
          .untilAsserted(() ->
              assertThat(join(server.imports.find(DUTCH, cleo, id, -1, 1)).job().state())
                  .isEqualTo(ImportJob.State.APPLIED));
      var report = join(server.imports.find(DUTCH, cleo, id, -1, 1));
      assertThat(report.count(ImportJob.Fate.FAILED)).isPositive();
      assertThat(report.problems().getFirst().problem().code()).isEqualTo("forbidden");
    }
  }
}
