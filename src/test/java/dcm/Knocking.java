package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.GuildUnavailable;
import dcm.entity.OutcomeUnknown;
import dcm.guild.GuildReply;
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
 * Somebody at each of many guilds' doors who wishes one thing after the other, and says each wish
 * until it is granted.
 */
final class Knocking {
  private static final Duration BETWEEN_WISHES = Duration.ofMillis(50);
  private static final Duration BEFORE_SAYING_IT_AGAIN = Duration.ofMillis(100);

  /** What is said at a door, and what HTTP makes of it. */
  enum Answer {
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
    /** Nothing that a visitor could do anything with. */
    OTHER;

    boolean isClear503() {
      return this == UNAVAILABLE || this == BUSY || this == UNREACHABLE;
    }
  }

  /**
   * @param answered {@link System#nanoTime} then
   * @param took until then
   */
  private record Knock(int guild, long answered, Duration took, Answer answer) {}

  private final Neighbourhood neighbourhood;
  private final Queue<Knock> knocks = new ConcurrentLinkedQueue<>();
  private final List<Queue<String>> granted;
  private final List<Thread> people;
  private volatile boolean going = true;

  private Knocking(Neighbourhood neighbourhood, int guilds) {
    this.neighbourhood = neighbourhood;
    granted =
        Stream.generate(ConcurrentLinkedQueue<String>::new)
            .limit(guilds)
            .map(q -> (Queue<String>) q)
            .toList();
    people =
        IntStream.range(0, guilds)
            .mapToObj(guild -> Thread.ofVirtual().start(() -> wishInTurn(guild)))
            .toList();
  }

  /** At guilds that {@link Neighbourhood#found} has made. */
  static Knocking at(Neighbourhood neighbourhood, int guilds) {
    return new Knocking(neighbourhood, guilds);
  }

  private void wishInTurn(int guild) {
    for (var number = 0; going; number++) {
      var wish = Neighbourhood.Wish.fresh(Neighbourhood.guild(guild), "task " + number);
      while (knock(guild, wish) != Answer.DONE) {
        pause(BEFORE_SAYING_IT_AGAIN);
      }
      granted.get(guild).add(wish.title());
      pause(BETWEEN_WISHES);
    }
  }

  private Answer knock(int guild, Neighbourhood.Wish wish) {
    var began = System.nanoTime();
    var answer = neighbourhood.say(wish).handle(Knocking::answer).toCompletableFuture().join();
    var now = System.nanoTime();
    knocks.add(new Knock(guild, now, Duration.ofNanos(now - began), answer));
    return answer;
  }

  private static Answer answer(GuildReply reply, Throwable failure) {
    if (failure != null) {
      return switch (failure instanceof CompletionException ? failure.getCause() : failure) {
        case OutcomeUnknown _ -> Answer.OUTCOME_UNKNOWN;
        case GuildUnavailable _ -> Answer.UNREACHABLE;
        default -> Answer.OTHER;
      };
    }
    return switch (reply) {
      case GuildReply.Done _ -> Answer.DONE;
      case GuildReply.Unavailable _ -> Answer.UNAVAILABLE;
      case GuildReply.Busy _ -> Answer.BUSY;
      case GuildReply.Answered _, GuildReply.Declined _, GuildReply.Degraded _ -> Answer.OTHER;
    };
  }

  private static void pause(Duration pause) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /** How many guilds were given such an answer since. */
  long guilds(long since, Predicate<Answer> such) {
    return knocks.stream()
        .filter(knock -> knock.answered - since > 0 && such.test(knock.answer))
        .mapToInt(Knock::guild)
        .distinct()
        .count();
  }

  /**
   * After the end: each answer was one that a visitor can do something with, and came in time; and
   * each guild's journal has what was granted, once, in order.
   */
  void judge(Duration longest) {
    assertThat(knocks)
        .allSatisfy(knock -> {
          assertThat(knock.answer()).isNotEqualTo(Answer.OTHER);
          assertThat(knock.took()).isLessThan(longest);
        });
    for (var guild = 0; guild < granted.size(); guild++) {
      assertThat(neighbourhood.journalled(Neighbourhood.guild(guild)))
          .containsExactlyElementsOf(granted.get(guild));
    }
  }

  /** Nobody wishes anything more; returns when all wishes are granted. */
  void end(Duration patience) throws InterruptedException {
    going = false;
    for (var person : people) {
      if (!person.join(patience)) {
        throw new AssertionError("a wish was not granted within " + patience);
      }
    }
  }
}
