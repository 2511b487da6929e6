package dcm.discord.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Status of one gateway shard. Written by its actors, read from any thread. */
public final class ShardStatus {
  /**
   * @param connected whether events arrive
   * @param since the start of this state
   * @param reason why the shard is disconnected; null when it is connected
   */
  record Connection(boolean connected, Instant since, @Nullable String reason) {}

  /**
   * @param total guilds that Discord reported
   * @param pending guilds that have not received every observation yet
   */
  public record Guilds(int total, int pending) {}

  private volatile Connection connection = new Connection(false, Instant.now(), "logging in");
  private volatile Guilds guilds = new Guilds(0, 0);
  private volatile int memberRequests;
  private volatile boolean ended;

  /** The shard no longer runs on this node. */
  void markEnded() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  void connected() {
    connection = new Connection(true, Instant.now(), null);
  }

  void disconnected(String reason) {
    var now = connection;
    connection = new Connection(false, now.connected() ? Instant.now() : now.since(), reason);
  }

  public void guilds(int total, int pending) {
    guilds = new Guilds(total, pending);
  }

  /** Sets the number of guilds whose members are not all known yet. */
  void memberRequests(int guilds) {
    memberRequests = guilds;
  }

  Connection connection() {
    return connection;
  }

  public Guilds guilds() {
    return guilds;
  }

  int memberRequests() {
    return memberRequests;
  }
}
