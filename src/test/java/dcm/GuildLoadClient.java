package dcm;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.history.Operation.Add;
import dcm.history.Operation.Outcome;
import dcm.history.Operation.Read;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A guild's only member, who adds tasks and reads the list at any node. A request that fails is
 * repeated after 50 ms, with the same Idempotency-Key.
 */
final class GuildLoadClient {
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);
  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(40);
  private static final Duration MAX_RETRY_TIME = Duration.ofSeconds(90);

  /** Statuses after which a request is repeated. */
  private static final Set<Integer> RETRYABLE_STATUSES =
      Set.of(401, 408, 409, 429, 500, 502, 503, 504);

  /** Statuses after which the outcome is unknown. */
  private static final Set<Integer> UNKNOWN_OUTCOME_STATUSES = Set.of(500, 502, 504);

  private final String guild;
  private final String user;
  private volatile DashboardClient dashboard;

  private GuildLoadClient(String guild, String user, DashboardClient dashboard) {
    this.guild = guild;
    this.user = user;
    this.dashboard = dashboard;
  }

  /** Creates a guild at Discord and logs in; returns when the bot has synchronized it. */
  static GuildLoadClient start(SandboxClient discord, NodeProcess node, int number) {
    var created = discord.createGuild("Guild " + number, "Owner " + number);
    var guild = created.get("id").asText();
    var user = created.get("owner").asText();
    var dashboard = new AtomicReference<DashboardClient>();
    // Redis may be too slow for a node that has just started
    await("logged in")
        .atMost(LOGIN_TIMEOUT)
        .untilAsserted(() -> dashboard.set(DashboardClient.logIn(node, user, guild)));
    return new GuildLoadClient(guild, user, dashboard.get());
  }

  String guild() {
    return guild;
  }

  /** A ticket for one WebSocket. */
  String socketTicket() {
    var response = new AtomicReference<TestHttpClient.Response>();
    await("a ticket")
        .atMost(LOGIN_TIMEOUT)
        .until(() -> {
          response.set(dashboard.post("ws-ticket", TestHttpClient.object()));
          return response.get().status() == 200;
        });
    return response.get().body().get("ticket").asText();
  }

  /** The guild's revision; empty when it cannot be reached. */
  Optional<Long> revision(NodeUrl url) {
    try {
      var response = url.web().get(dashboard.path("tasks?limit=1"), dashboard.with());
      return response.status() == 200
          ? Optional.of(response.body().get("revision").asLong())
          : Optional.empty();
    } catch (UncheckedIOException broken) {
      return Optional.empty();
    }
  }

  /** The result of one attempt. */
  private sealed interface Attempt {
    record Done(TestHttpClient.Response response) implements Attempt {}

    record NotNow() implements Attempt {}

    record Unknown() implements Attempt {}

    record Refused() implements Attempt {}
  }

  /** Adds a task with a unique title, and repeats the request until the outcome is known. */
  void add(String item, Supplier<NodeUrl> nodeUrls, OutageRecorder recorder) {
    var key = UUID.randomUUID().toString();
    var startedAt = System.nanoTime();
    var outcome = Optional.<Outcome>empty();
    var unknown = false;
    while (outcome.isEmpty()) {
      var attempt =
          attempt(
              nodeUrls.get(),
              url ->
                  url.web()
                      .post(
                          dashboard.path("tasks"),
                          TestHttpClient.object("title", item),
                          dashboard.with("Idempotency-Key", key)),
              recorder);
      unknown |= attempt instanceof Attempt.Unknown;
      outcome = outcome(attempt, unknown, System.nanoTime() - startedAt > MAX_RETRY_TIME.toNanos());
    }
    recorder.recordOperation(new Add(guild, item, startedAt, System.nanoTime(), outcome.get()));
    recorder.served(guild, startedAt);
  }

  /**
   * The outcome; empty while the request is to be repeated.
   *
   * @param unknown whether an attempt may have been executed
   */
  private static Optional<Outcome> outcome(Attempt attempt, boolean unknown, boolean late) {
    return switch (attempt) {
      case Attempt.Done(var response) ->
          Optional.of(new Outcome.Acknowledged(response.body().get("revision").asLong()));
      case Attempt.Refused _ ->
          Optional.of(unknown ? new Outcome.Unknown() : new Outcome.Refused());
      case Attempt.Unknown _, Attempt.NotNow _ ->
          late ? Optional.of(new Outcome.Unknown()) : Optional.empty();
    };
  }

  /** Reads the list, and repeats the request until it succeeds or no node is left. */
  void readList(Supplier<Optional<NodeUrl>> nodeUrls, OutageRecorder recorder) {
    var startedAt = System.nanoTime();
    while (System.nanoTime() - startedAt < MAX_RETRY_TIME.toNanos()) {
      var nodeUrl = nodeUrls.get();
      if (nodeUrl.isEmpty()) {
        return;
      }
      var requestedAt = System.nanoTime();
      var items = new ArrayList<String>();
      if (attempt(nodeUrl.get(), url -> readPages(url, items), recorder)
          instanceof Attempt.Done(var last)) {
        var revision = last.body().get("revision").asLong();
        recorder.recordOperation(new Read(guild, items, revision, requestedAt, System.nanoTime()));
        recorder.served(guild, startedAt);
        return;
      }
    }
    recorder.recordFailure(guild, "the list was not read for " + MAX_RETRY_TIME);
    recorder.served(guild, startedAt);
  }

  /** The current list, in the order of creation. */
  List<String> items(NodeUrl url) {
    var items = new ArrayList<String>();
    var response = readPages(url, items);
    if (response.status() != 200) {
      throw new AssertionError(response.raw().body());
    }
    return items;
  }

  /** Reads all pages; starts again when the guild changed in between. */
  private TestHttpClient.Response readPages(NodeUrl url, List<String> items) {
    while (true) {
      items.clear();
      var response = url.web().get(dashboard.path("tasks?limit=200&sort=number"), dashboard.with());
      var revision = response.body().path("revision");
      while (response.status() == 200 && response.body().get("revision").equals(revision)) {
        for (JsonNode task : response.body().get("tasks")) {
          items.add(task.get("title").textValue());
        }
        var link = response.header("Link");
        if (!link.contains("rel=\"next\"")) {
          return response;
        }
        var next = link.substring(link.indexOf("tasks?"), link.indexOf('>'));
        response = url.web().get(dashboard.path(next), dashboard.with());
      }
      if (response.status() != 200) {
        return response;
      }
    }
  }

  private Attempt attempt(
      NodeUrl url, Function<NodeUrl, TestHttpClient.Response> request, OutageRecorder recorder) {
    Attempt attempt;
    try {
      var response = request.apply(url);
      if (response.status() == 401) {
        dashboard = DashboardClient.logIn(url.node(), user, guild);
      }
      attempt = classify(response);
      if (!(attempt instanceof Attempt.Done)) {
        recorder.recordFailure(
            guild, response.status() + " " + response.body().path("type").asText());
      }
    } catch (UncheckedIOException | AssertionError broken) {
      // connection refused or broken, or the login failed
      attempt = new Attempt.Unknown();
      var cause = broken.getCause() == null ? broken : broken.getCause();
      recorder.recordFailure(guild, cause.getClass().getSimpleName());
    }
    if (!(attempt instanceof Attempt.Done)) {
      LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
    }
    return attempt;
  }

  private static Attempt classify(TestHttpClient.Response response) {
    if (response.status() < 300) {
      return new Attempt.Done(response);
    }
    if (UNKNOWN_OUTCOME_STATUSES.contains(response.status())) {
      return new Attempt.Unknown();
    }
    return RETRYABLE_STATUSES.contains(response.status())
        ? new Attempt.NotNow()
        : new Attempt.Refused();
  }
}
