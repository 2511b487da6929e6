package dcm.entity.bench;

import dcm.entity.GuildSerializer;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import java.io.NotSerializableException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One event, and the snapshot of a guild of 1,000 tasks, serialized and deserialized. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SerializerBenchmark {
  private static final int TASKS = 1_000;

  private final GuildSerializer serializer = new GuildSerializer();
  private RecordedEvent event;
  private byte[] eventBytes;
  private GuildSnapshot snapshot;
  private byte[] snapshotBytes;

  @Setup
  public void setUp() {
    var fixture = GuildFixture.withMembers();
    for (var i = 0; i < TASKS; i++) {
      fixture.create(GuildFixture.ANNA, GuildFixture.once("task " + i, "2026-12-24T11:00"));
    }
    event =
        fixture.journal.stream()
            .filter(recorded -> recorded.event() instanceof TaskEvent.Created)
            .findFirst()
            .orElseThrow();
    eventBytes = serializer.toBinary(event);
    snapshot = fixture.guild.snapshot();
    snapshotBytes = serializer.toBinary(snapshot);
  }

  @Benchmark
  public byte[] writeEvent() {
    return serializer.toBinary(event);
  }

  @Benchmark
  public Object readEvent() throws NotSerializableException {
    return serializer.fromBinary(eventBytes, serializer.manifest(event));
  }

  @Benchmark
  public byte[] writeSnapshot() {
    return serializer.toBinary(snapshot);
  }

  @Benchmark
  public Object readSnapshot() throws NotSerializableException {
    return serializer.fromBinary(snapshotBytes, serializer.manifest(snapshot));
  }
}
