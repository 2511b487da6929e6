package dcm.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** A connection that writes events to its guilds, many per call. */
final class SqlWorker {
  record Guild(long snowflake, String persistenceId, long epoch) {}

  private final Connection connection;
  private final PreparedStatement call;
  private final List<Guild> guilds;
  private final int batch;
  private final Random random;
  private long number = System.currentTimeMillis();
  private int next;

  SqlWorker(Connection connection, SqlVariant variant, List<Guild> guilds, int batch)
      throws SQLException {
    this.connection = connection;
    this.call = connection.prepareStatement(variant.call());
    this.guilds = new ArrayList<>(guilds);
    this.batch = Math.min(batch, guilds.size());
    this.random = new Random(batch);
  }

  /** Writes to each guild once, so that the connection caches all tables. */
  long warmUp() throws SQLException {
    long written = 0;
    while (written < guilds.size()) {
      written += write();
    }
    return written;
  }

  /** Number of committed events. */
  long writeUntil(long nanoTime) throws SQLException {
    long written = 0;
    while (System.nanoTime() < nanoTime) {
      written += write();
    }
    return written;
  }

  private int write() throws SQLException {
    if (next + batch > guilds.size()) {
      Collections.shuffle(guilds, random);
      next = 0;
    }
    var group = guilds.subList(next, next + batch);
    next += batch;
    number++;
    set(1, "text", group, Guild::persistenceId);
    set(2, "bigint", group, guild -> number);
    set(3, "text", group, guild -> "a0b1c2d3-0000-4000-8000-a0b1c2d3e4f5");
    set(4, "bigint", group, guild -> number);
    set(5, "text", group, guild -> "");
    set(6, "int", group, guild -> 4);
    set(7, "text", group, guild -> "");
    var payloads = new byte[batch][];
    Arrays.fill(payloads, EntityPool.EVENT);
    call.setArray(8, connection.createArrayOf("bytea", payloads));
    set(9, "int", group, guild -> null);
    set(10, "text", group, guild -> null);
    call.setArray(11, connection.createArrayOf("bytea", new byte[batch][]));
    set(12, "bigint", group, Guild::snowflake);
    set(13, "bigint", group, Guild::epoch);
    call.execute();
    return batch;
  }

  private void set(int index, String type, List<Guild> group, Function<Guild, Object> value)
      throws SQLException {
    call.setArray(index, connection.createArrayOf(type, group.stream().map(value).toArray()));
  }
}
