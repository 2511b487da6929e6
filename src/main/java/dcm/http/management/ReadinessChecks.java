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
final class ReadinessChecks {
  private final Cluster cluster;
  private final Duration checkTimeout;
  private volatile @Nullable MonitoredComponents components;
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

  ReadinessChecks(ActorSystem<?> system, Duration checkTimeout) {
    this.cluster = Cluster.get(system);
    this.checkTimeout = checkTimeout;
  }

  void started(MonitoredComponents monitored) {
    components = monitored;
  }

  void leaving() {
    leaving = true;
  }

  /** Never fails; a check that takes too long is not passed. */
  CompletionStage<Report> ready() {
    var monitored = components;
    var checks = new ArrayList<Check>();
    checks.add(node(monitored));
    checks.add(member());
    if (monitored == null) {
      return CompletableFuture.completedFuture(new Report(checks, 0));
    }
    var httpApi = monitored.httpApi();
    if (httpApi != null) {
      checks.add(new Check("http", httpApi.isListening(), "port " + httpApi.address().getPort()));
    }
    if (monitored.gateway() != null) {
      checks.add(gateway(monitored.gateway(), httpApi != null));
    }
    checks.add(redis(monitored));
    checks.add(journal(monitored));
    return database(monitored)
        .thenApply(database -> {
          checks.add(database);
          return new Report(checks, monitored.degradedGuilds().list().size());
        });
  }

  private Check node(@Nullable MonitoredComponents monitored) {
    return new Check(
        "node",
        monitored != null && !leaving,
        leaving ? "leaving" : monitored == null ? "opening" : "open");
  }

  private Check member() {
    var status = cluster.selfMember().status();
    return new Check("cluster", status.equals(MemberStatus.up()), status.toString());
  }

  /** Another node's threads may well be at work: people are better off there. */
  private static Check journal(MonitoredComponents monitored) {
    var operational = monitored.view().isJournalRunning();
    return new Check(
        "journal", operational, operational ? "running" : "a read or write thread has terminated");
  }

  private static Check redis(MonitoredComponents monitored) {
    var detail =
        switch (monitored.redis().state()) {
          case RedisState.Available() -> "available";
          case RedisState.Unavailable(var since, _) ->
              "unavailable since " + since + "; using local fallbacks";
        };
    return new Check(
        "redis", monitored.redis().firstConnectionAttempt().toCompletableFuture().isDone(), detail);
  }

  /**
   * A node that answers HTTP does that as well without Discord: to send people away would help
   * nobody. One that only holds connections is not ready without them, so that whoever replaces
   * nodes one by one waits.
   */
  static Check gateway(MonitoredComponents.Gateway gateway, boolean answersHttp) {
    return new Check("discord", answersHttp || gateway.isConnected(), gateway.statusText());
  }

  private CompletionStage<Check> database(MonitoredComponents monitored) {
    CompletionStage<?> query;
    try {
      query = monitored.view().checkReachable();
    } catch (RuntimeException e) {
      query = CompletableFuture.failedFuture(e);
    }
    return query
        .toCompletableFuture()
        .copy()
        .orTimeout(checkTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, failure) ->
            new Check(
                "database", failure == null, failure == null ? "available" : describe(failure)));
  }

  private static String describe(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getClass().getSimpleName();
  }
}
