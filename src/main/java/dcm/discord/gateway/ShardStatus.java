package dcm.discord.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the connection of one gateway shard is. Written by its actors, read by anybody. */
public final class ShardStatus {
  /**
   * @param connected whether events arrive
   * @param since when that began
   * @param why what it waits for; null when it is connected
   */
  record Connection(boolean connected, Instant since, @Nullable String reason) {}

  /**
   * @param seen guilds that Discord told of
   * @param behind guilds that were not told everything yet
   */
  public record Guilds(int total, int pending) {}

  private volatile Connection connection = new Connection(false, Instant.now(), "logging in");
  private volatile Guilds guilds = new Guilds(0, 0);
  private volatile int memberRequests;
  private volatile boolean ended;

  /** The shard is no longer held here. */
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

  /** Guilds whose members are still to be asked for, or on their way. */
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
