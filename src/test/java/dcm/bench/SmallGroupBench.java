package dcm.bench;

import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.CommandId;
import dcm.guild.value.Initiator;
import dcm.guild.value.Origin;
import dcm.journal.GuildPersistenceId;
import dcm.journal.WrittenEvent;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.BulkGuildSchemas;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.SmallGroupVariant;
import dcm.view.ProjectionTestKit;
import dcm.view.projection.ReadModelProjection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** New tasks of one to eight guilds in a transaction, with their read models, one connection. */
@Command(
    name = "small-groups",
    description = "ways to write the new tasks of few guilds",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SmallGroupBench implements Callable<Integer> {
  private static final long FIRST_GUILD = 5_000_000;
  private static final int EVENTS = 3;

  @Option(names = "--rounds", description = "default ${DEFAULT-VALUE}")
  private int rounds = 15;

  @Option(names = "--millis", description = "per cell; default ${DEFAULT-VALUE}")
  private int millis = 300;

  @Option(names = "--sizes", description = "guilds per group; default 1,2,4,8", split = ",")
  private List<Integer> sizes = List.of(1, 2, 4, 8);

  @Option(names = "--guilds", description = "that write in turn; default ${DEFAULT-VALUE}")
  private int guilds = 50;

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench-small-groups")
  private Path data;

  private long number = System.currentTimeMillis();

  @Override
  public Integer call() throws Exception {
    try (var server = BenchmarkPostgres.forMeasurement(data)) {
      server.migrate("dcm");
      createGuilds(server);
      System.out.println(
          "| guilds | way | PostgreSQL µs/call | µs/event | p50 µs |\n|---|---|---|---|---|");
      for (var size : sizes) {
        rows(server, size);
      }
    }
    return 0;
  }

  private void createGuilds(BenchmarkPostgres server) throws SQLException {
    try (var owner = server.owner("dcm")) {
      owner.setAutoCommit(false);
      var ids = LongStream.range(FIRST_GUILD, FIRST_GUILD + guilds).toArray();
      BulkGuildSchemas.build(owner, server.program(), ids);
      try (var insert = owner.createStatement()) {
        insert.execute(
            "insert into dcm.guild_epoch select guild_id, 1 from dcm.guild_schemas on conflict do nothing");
      }
      owner.commit();
    }
  }

  /** What one way has used so far, on its own connection. */
  private static final class Usage {
    private final Connection connection;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private double micros;
    private int calls;

    Usage(Connection connection) {
      this.connection = connection;
    }
  }

  /** All ways in turn, round by round, so that they meet the same disturbances. */
  private void rows(BenchmarkPostgres server, int size) throws Exception {
    var usages = new EnumMap<SmallGroupVariant, Usage>(SmallGroupVariant.class);
    for (var variant : SmallGroupVariant.values()) {
      var usage = new Usage(open(server));
      round(usage.connection, variant, size, new LatencyHistogram());
      usages.put(variant, usage);
    }
    for (var i = 0; i < rounds; i++) {
      for (var variant : SmallGroupVariant.values()) {
        var usage = usages.get(variant);
        var before = ResourceUsage.now(server.processes());
        usage.calls += round(usage.connection, variant, size, usage.latencies);
        usage.micros += ResourceUsage.now(server.processes()).since(before).serverMicros();
      }
    }
    for (var variant : SmallGroupVariant.values()) {
      var usage = usages.get(variant);
      usage.connection.close();
      System.out.printf(
          Locale.ROOT,
          "| %d | %s | %.0f | %.0f | %.0f |%n",
          size,
          variant.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          usage.micros / usage.calls,
          usage.micros / usage.calls / size / EVENTS,
          usage.latencies.percentile(50) / 1e3);
    }
  }

  /** Number of calls. */
  private int round(
      Connection connection, SmallGroupVariant variant, int size, LatencyHistogram latencies)
      throws SQLException {
    var end = System.nanoTime() + millis * 1_000_000L;
    var calls = 0;
    while (System.nanoTime() < end) {
      var group = new ArrayList<SmallGroupVariant.GuildWrite>();
      for (var i = 0; i < size; i++) {
        group.add(newTask(FIRST_GUILD + (calls * (long) size + i) % guilds));
      }
      var startedAt = System.nanoTime();
      variant.write(connection, group, 1);
      latencies.record(System.nanoTime() - startedAt);
      calls++;
    }
    return calls;
  }

  private SmallGroupVariant.GuildWrite newTask(long guild) {
    var first = number;
    number += EVENTS;
    var task = (int) (first % Integer.MAX_VALUE);
    var events =
        List.<GuildEvent>of(
            ProjectionTestKit.created(task, "Bathroom"),
            ProjectionTestKit.opened(task, 1, ProjectionTestKit.TOM),
            new NotificationEvent.WakeUpPlanned(ProjectionTestKit.at(task % 10_000)));
    var written = new ArrayList<WrittenEvent>();
    for (var event : events) {
      var recorded =
          new RecordedEvent(
              event,
              ProjectionTestKit.at(1),
              new Initiator(ProjectionTestKit.TOM, Origin.DISCORD),
              new CommandId(new UUID(1, first)),
              "");
      var id = GuildPersistenceId.of(guild);
      written.add(new WrittenEvent(id, first + written.size(), ProjectionTestKit.at(1), recorded));
    }
    var schema = new SchemaName(guild);
    var projection = new StatementBatch(schema);
    new ReadModelProjection().project(projection, schema, written);
    var payload = EntityPool.EVENT;
    return new SmallGroupVariant.GuildWrite(
        guild, first, List.of(payload, payload, payload), projection);
  }

  private static Connection open(BenchmarkPostgres server) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", server.program().user());
    properties.setProperty("password", server.program().password());
    properties.setProperty("prepareThreshold", "0");
    return DriverManager.getConnection(server.url("dcm"), properties);
  }
}
