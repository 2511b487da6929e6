package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.GuildException;
import dcm.guild.reply.GuildReply;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One client for each of many guilds, which sends one command after the other and repeats each
 * until it is acknowledged.
 */
final class RetryingCommandClient {
  private static final Duration COMMAND_INTERVAL = Duration.ofMillis(50);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

  /** The result of a request, with the HTTP status that the API would send. */
  enum Result {
    /** 2xx. */
    DONE,
    /** 503: nothing was done. */
    UNAVAILABLE,
    /** 503: nothing was done. */
    BUSY,
    /** 503: nothing was done. */
    UNREACHABLE,
    /** 504. */
    OUTCOME_UNKNOWN,
    /** A result that a client cannot handle. */
    OTHER;

    boolean isUnavailable() {
      return this == UNAVAILABLE || this == BUSY || this == UNREACHABLE;
    }
  }

  /**
   * @param answeredAtNanos {@link System#nanoTime} of the result
   * @param took duration of the attempt
   */
  private record Attempt(int guild, long answeredAtNanos, Duration took, Result result) {}

  private final InProcessGuilds inProcessGuilds;
  private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
  private final List<Queue<String>> acknowledged;
  private final List<Thread> clients;
  private volatile boolean running = true;

  private RetryingCommandClient(InProcessGuilds inProcessGuilds, int guilds) {
    this.inProcessGuilds = inProcessGuilds;
    acknowledged =
        Stream.generate(ConcurrentLinkedQueue<String>::new)
            .limit(guilds)
            .map(q -> (Queue<String>) q)
            .toList();
    clients =
        IntStream.range(0, guilds)
            .mapToObj(guild -> Thread.ofVirtual().start(() -> sendCommands(guild)))
            .toList();
  }

  /** Starts clients for guilds that {@link InProcessGuilds#createGuild} created. */
  static RetryingCommandClient start(InProcessGuilds inProcessGuilds, int guilds) {
    return new RetryingCommandClient(inProcessGuilds, guilds);
  }

  private void sendCommands(int guild) {
    for (var number = 0; running; number++) {
      var request =
          InProcessGuilds.CreateTaskRequest.create(InProcessGuilds.guild(guild), "task " + number);
      while (send(guild, request) != Result.DONE) {
        pause(RETRY_INTERVAL);
      }
      acknowledged.get(guild).add(request.title());
      pause(COMMAND_INTERVAL);
    }
  }

  private Result send(int guild, InProcessGuilds.CreateTaskRequest request) {
    var startedAt = System.nanoTime();
    var result =
        inProcessGuilds
            .send(request)
            .handle(RetryingCommandClient::toResult)
            .toCompletableFuture()
            .join();
    var now = System.nanoTime();
    attempts.add(new Attempt(guild, now, Duration.ofNanos(now - startedAt), result));
    return result;
  }

  private static Result toResult(GuildReply reply, Throwable failure) {
    if (failure != null) {
      return switch (failure instanceof CompletionException ? failure.getCause() : failure) {
        case GuildException.OutcomeUnknownException _ -> Result.OUTCOME_UNKNOWN;
        case GuildException.UnavailableException _ -> Result.UNREACHABLE;
        default -> Result.OTHER;
      };
    }
    return switch (reply) {
      case GuildReply.Done _ -> Result.DONE;
      case GuildReply.Unavailable _ -> Result.UNAVAILABLE;
      case GuildReply.Busy _ -> Result.BUSY;
      case GuildReply.Answered _, GuildReply.Refused _, GuildReply.Degraded _ -> Result.OTHER;
    };
  }

  private static void pause(Duration pause) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /** The number of guilds with such a result since then. */
  long guildsWith(long sinceNanos, Predicate<Result> condition) {
    return attempts.stream()
        .filter(
            attempt -> attempt.answeredAtNanos - sinceNanos > 0 && condition.test(attempt.result))
        .mapToInt(Attempt::guild)
        .distinct()
        .count();
  }

  /**
   * Asserts that each result was one that a client can handle, and in time, and that each guild's
   * journal contains the acknowledged commands once, in order.
   */
  void verify(Duration maxDuration) {
    assertThat(attempts)
        .allSatisfy(attempt -> {
          assertThat(attempt.result()).isNotEqualTo(Result.OTHER);
          assertThat(attempt.took()).isLessThan(maxDuration);
        });
    for (var guild = 0; guild < acknowledged.size(); guild++) {
      assertThat(inProcessGuilds.journaledTitles(InProcessGuilds.guild(guild)))
          .containsExactlyElementsOf(acknowledged.get(guild));
    }
  }

  /** Sends no more commands; returns when all are acknowledged. */
  void stop(Duration timeout) throws InterruptedException {
    running = false;
    for (var client : clients) {
      if (!client.join(timeout)) {
        throw new AssertionError("a command was not acknowledged within " + timeout);
      }
    }
  }
}
