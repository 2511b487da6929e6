package dcm.http.management;

import dcm.http.problem.FailureProblems;
import dcm.redis.RedisState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether this node should receive traffic. A failure that every node shares does not make
 * a node unready: a degraded guild is degraded on all nodes, and without Redis each node counts
 * rate limits locally.
 */
final class ReadinessChecks {
  private final Cluster cluster;
  private final Duration checkTimeout;
  private volatile @Nullable MonitoredComponents components;
  private volatile boolean leaving;

  /**
   * The result of one check.
   *
   * @param detail a word or a sentence for an operator
   */
  record Check(String name, boolean ok, String detail) {}

  /**
   * The results of all checks.
   *
   * @param degradedGuilds on this node
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

  /** Runs all checks. Never fails; a check that exceeds the timeout has failed. */
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

  /** Checks the threads of the journal: another node's threads may well be running. */
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
   * Checks the gateway connections. A node that answers HTTP is ready without them, because its API
   * works without Discord. A node that only holds gateway connections is not ready without them, so
   * that a rolling update waits for them.
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
    return FailureProblems.unwrap(failure).getClass().getSimpleName();
  }
}
