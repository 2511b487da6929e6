package dcm.http.management;

import dcm.redis.RedisState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node may get traffic. What another node could not do better is no reason to send
 * people away: a degraded guild is degraded everywhere, and without Redis each node counts by
 * itself.
 */
final class Health {
  private final Cluster cluster;
  private final Duration patience;
  private volatile @Nullable Watched rooms;
  private volatile boolean leaving;

  /**
   * @param detail a word or a sentence, for whoever looks
   */
  record Check(String name, boolean ok, String detail) {}

  /**
   * @param degradedGuilds of this node
   */
  record Report(List<Check> checks, int degradedGuilds) {
    Report {
      checks = List.copyOf(checks);
    }

    boolean ready() {
      return checks.stream().allMatch(Check::ok);
    }
  }

  Health(ActorSystem<?> system, Duration patience) {
    this.cluster = Cluster.get(system);
    this.patience = patience;
  }

  void opened(Watched all) {
    rooms = all;
  }

  void leaving() {
    leaving = true;
  }

  /** Never fails; a check that takes too long is not passed. */
  CompletionStage<Report> ready() {
    var open = rooms;
    var checks = new ArrayList<Check>();
    checks.add(node(open));
    checks.add(member());
    if (open == null) {
      return CompletableFuture.completedFuture(new Report(checks, 0));
    }
    var front = open.front();
    if (front != null) {
      checks.add(new Check("http", front.listens(), "port " + front.address().getPort()));
    }
    if (open.gateway() != null) {
      checks.add(gateway(open.gateway(), front != null));
    }
    checks.add(redis(open));
    checks.add(journal(open));
    return database(open)
        .thenApply(database -> {
          checks.add(database);
          return new Report(checks, open.degraded().list().size());
        });
  }

  private Check node(@Nullable Watched open) {
    return new Check(
        "node", open != null && !leaving, leaving ? "leaving" : open == null ? "opening" : "open");
  }

  private Check member() {
    var status = cluster.selfMember().status();
    return new Check("cluster", status.equals(MemberStatus.up()), status.toString());
  }

  /** Another node's threads may well be at work: people are better off there. */
  private static Check journal(Watched open) {
    var atWork = open.view().journalIsAtWork();
    return new Check("journal", atWork, atWork ? "at work" : "a thread that writes or reads ended");
  }

  private static Check redis(Watched open) {
    var detail =
        switch (open.redis().state()) {
          case RedisState.Here() -> "here";
          case RedisState.Away(var since, _) -> "away since " + since + ", done without";
        };
    return new Check("redis", open.redis().tried().toCompletableFuture().isDone(), detail);
  }

  /**
   * A node that answers HTTP does that as well without Discord: to send people away would help
   * nobody. One that only holds connections is not ready without them, so that whoever replaces
   * nodes one by one waits.
   */
  static Check gateway(Watched.Gateway gateway, boolean answersHttp) {
    return new Check("discord", answersHttp || gateway.isConnected(), gateway.told());
  }

  private CompletionStage<Check> database(Watched open) {
    CompletionStage<?> look;
    try {
      look = open.view().reachable();
    } catch (RuntimeException e) {
      look = CompletableFuture.failedFuture(e);
    }
    return look.toCompletableFuture()
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, failure) ->
            new Check("database", failure == null, failure == null ? "here" : why(failure)));
  }

  private static String why(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getClass().getSimpleName();
  }
}
