package dcm.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Sends a journal the messages of Pekko's persistent actors. */
public final class JournalProbe implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final AtomicInteger INSTANCES = new AtomicInteger();

  public final ActorSystem system;
  public final TestKit answers;
  private final ActorRef journal;

  JournalProbe(Config config, String plugin) {
    system = ActorSystem.create("probe", config);
    answers = new TestKit(system);
    journal = Persistence.get(system).journalFor(plugin, ConfigFactory.empty());
  }

  /** A journal without an inline projection, which accepts any payload. */
  public static JournalProbe on(TestDatabase database, String... more) {
    return new JournalProbe(
        ConfigFactory.parseString(String.join("\n", more))
            .withFallback(ConfigFactory.parseString("dcm.journal.inline-projection = \"\""))
            .withFallback(database.config()),
        "dcm.journal");
  }

  /** Requests the latest snapshot, as a persistent actor does before it asks the journal. */
  @Nullable
  public Object load(String persistenceId) {
    askLoad(persistenceId);
    return expectLoaded();
  }

  public void askLoad(String persistenceId) {
    snapshots()
        .tell(
            new SnapshotProtocol.LoadSnapshot(
                persistenceId, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
            answers.getRef());
  }

  @Nullable
  public Object expectLoaded() {
    return answers
        .expectMsgClass(TIMEOUT, SnapshotProtocol.LoadSnapshotResult.class)
        .snapshot()
        .map(SelectedSnapshot::snapshot)
        .getOrElse(() -> null);
  }

  /** Whether the first step of a recovery succeeds now. */
  public boolean canLoad(String persistenceId) {
    askLoad(persistenceId);
    return answers.expectMsgClass(TIMEOUT, Object.class)
        instanceof SnapshotProtocol.LoadSnapshotResult;
  }

  public Throwable failToLoad(String persistenceId) {
    askLoad(persistenceId);
    return answers.expectMsgClass(TIMEOUT, SnapshotProtocol.LoadSnapshotFailed.class).cause();
  }

  /** Runs a complete recovery; the snapshot's state comes first, if there is one. */
  public List<Object> recover(String persistenceId, long from) {
    var recovered = new ArrayList<Object>();
    var snapshot = load(persistenceId);
    if (snapshot != null) {
      recovered.add(snapshot);
    }
    recovered.addAll(replay(persistenceId, from).payloads());
    return recovered;
  }

  public void askToSave(String persistenceId, long sequenceNr, Object snapshot) {
    snapshots()
        .tell(
            new SnapshotProtocol.SaveSnapshot(
                new SnapshotMetadata(persistenceId, sequenceNr, 0L), snapshot),
            answers.getRef());
  }

  private ActorRef snapshots() {
    return Persistence.get(system).snapshotStoreFor("dcm.snapshot", ConfigFactory.empty());
  }

  /** Sends one atomic write of these payloads, the first with this sequence number. */
  public void send(String persistenceId, long first, Object... payloads) {
    var messages =
        IntStream.range(0, payloads.length)
            .mapToObj(i ->
                PersistentRepr.apply(
                    payloads[i],
                    first + i,
                    persistenceId,
                    "",
                    false,
                    ActorRef.noSender(),
                    "writer"))
            .toList();
    PersistentEnvelope write = AtomicWrite.apply(CollectionConverters.asScala(messages).toSeq());
    journal.tell(
        new JournalProtocol.WriteMessages(
            CollectionConverters.asScala(List.of(write)).toSeq(),
            answers.getRef(),
            INSTANCES.incrementAndGet()),
        ActorRef.noSender());
  }

  /** Writes and awaits the acknowledgement. */
  public void write(String persistenceId, long first, Object... payloads) {
    send(persistenceId, first, payloads);
    expectWritten(payloads.length);
  }

  public void expectWritten(int events) {
    answers.expectMsgClass(TIMEOUT, JournalProtocol.WriteMessagesSuccessful$.class);
    for (var i = 0; i < events; i++) {
      answers.expectMsgClass(TIMEOUT, JournalProtocol.WriteMessageSuccess.class);
    }
  }

  /** Writes, expects a failure and returns its cause. */
  public Throwable fail(String persistenceId, long first, Object payload) {
    send(persistenceId, first, payload);
    return expectFailed();
  }

  public Throwable expectFailed() {
    var failed = answers.expectMsgClass(TIMEOUT, JournalProtocol.WriteMessagesFailed.class);
    answers.expectMsgClass(TIMEOUT, JournalProtocol.WriteMessageFailure.class);
    return failed.cause();
  }

  public void askReplay(String persistenceId, long from, long max) {
    journal.tell(
        new JournalProtocol.ReplayMessages(
            from, Long.MAX_VALUE, max, persistenceId, answers.getRef()),
        ActorRef.noSender());
  }

  public Replay replay(String persistenceId, long from) {
    askReplay(persistenceId, from, Long.MAX_VALUE);
    return expectReplay();
  }

  public Replay expectReplay() {
    var events = new ArrayList<PersistentRepr>();
    while (true) {
      switch (answers.expectMsgClass(TIMEOUT, Object.class)) {
        case JournalProtocol.ReplayedMessage event -> events.add(event.persistent());
        case JournalProtocol.RecoverySuccess end -> {
          return new Replay(events, end.highestSequenceNr());
        }
        case JournalProtocol.ReplayMessagesFailure failure ->
            throw new AssertionError("The replay failed", failure.cause());
        case Object other -> throw new AssertionError("Unexpected: " + other);
      }
    }
  }

  public record Replay(List<PersistentRepr> events, long highest) {
    public List<Object> payloads() {
      return events.stream().map(PersistentRepr::payload).toList();
    }
  }

  public static Object[] numbered(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "event " + i).toArray();
  }

  static List<Object> list(Object... payloads) {
    return Arrays.asList(payloads);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}
