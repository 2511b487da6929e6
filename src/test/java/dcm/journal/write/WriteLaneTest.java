package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of the queue, without a running thread. */
class WriteLaneTest {
  private static final int MAX_BYTES = 10_000;

  private final WriteLane lane = new WriteLane("lane", 100, MAX_BYTES, null, () -> {}, _ -> {});

  private PendingWrite added(int bytes) {
    var schema = new SchemaName(1);
    var event = new PayloadSerializer.SerializedPayload(1, "m", new byte[bytes]);
    var row = new EventDao.EventRow("guild|1", 1, "w", 0, "", event, null);
    var write =
        PendingWrite.of(
            new GuildWriteContext(schema, "guild|1"),
            1,
            new WriteBatch(List.of(row), new StatementBatch(schema), List.of()));
    lane.add(write);
    return write;
  }

  @Test
  void writes_are_queued_up_to_a_number_of_bytes() {
    var first = added(6_000);
    var second = added(4_000);
    var third = added(1);
    assertThat(first.completion()).isNotDone();
    assertThat(second.completion()).isNotDone();
    assertThat(third.completion()).isCompletedExceptionally();
    assertThat(lane.waiting()).isEqualTo(2);
  }

  @Test
  void a_single_write_may_exceed_the_limit() {
    assertThat(added(2 * MAX_BYTES).completion()).isNotDone();
    assertThat(added(1).completion()).isCompletedExceptionally();
  }
}
