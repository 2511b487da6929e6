package dcm.discord;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the connection of one gateway shard is. Written by its actors, read by anybody. */
final class ShardStatus {
  /**
   * @param connected whether events arrive
   * @param since when that began
   * @param why what it waits for; null when it is connected
   */
  record Connection(boolean connected, Instant since, @Nullable String why) {}

  /**
   * @param seen guilds that Discord told of
   * @param behind guilds that were not told everything yet
   */
  record Guilds(int seen, int behind) {}

  private volatile Connection connection = new Connection(false, Instant.now(), "logging in");
  private volatile Guilds guilds = new Guilds(0, 0);
  private volatile int memberRequests;
  private volatile boolean ended;

  /** The shard is no longer held here. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  void connected() {
    connection = new Connection(true, Instant.now(), null);
  }

  void disconnected(String why) {
    var now = connection;
    connection = new Connection(false, now.connected() ? Instant.now() : now.since(), why);
  }

  void guilds(int seen, int behind) {
    guilds = new Guilds(seen, behind);
  }

  /** Guilds whose members are still to be asked for, or on their way. */
  void memberRequests(int guilds) {
    memberRequests = guilds;
  }

  Connection connection() {
    return connection;
  }

  Guilds guilds() {
    return guilds;
  }

  int memberRequests() {
    return memberRequests;
  }
}
