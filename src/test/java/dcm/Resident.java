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
 * The owner of a guild, alone in it, who adds tasks to its list and looks at the list, at whichever
 * entrance. Whoever is not served asks again after a moment, for a new task with the same
 * Idempotency-Key.
 */
final class Resident {
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(50);
  private static final Duration UNTIL_LOGGED_IN = Duration.ofSeconds(40);
  private static final Duration GIVE_UP = Duration.ofSeconds(90);

  /** Not now, or not known: asking again is what they are for. */
  private static final Set<Integer> ASK_AGAIN = Set.of(401, 408, 409, 429, 500, 502, 503, 504);

  /** Of these nobody knows whether it was done. */
  private static final Set<Integer> UNKNOWN = Set.of(500, 502, 504);

  private final String guild;
  private final String user;
  private volatile Housemate mate;

  private Resident(String guild, String user, Housemate mate) {
    this.guild = guild;
    this.user = user;
    this.mate = mate;
  }

  /** Founds a guild at Discord and logs in to it; returns when the bot has met it. */
  static Resident settle(LocalDiscord discord, NodeProcess node, int number) {
    var founded = discord.found("Guild " + number, "Owner " + number);
    var guild = founded.get("id").asText();
    var user = founded.get("owner").asText();
    var mate = new AtomicReference<Housemate>();
    // a node that has just begun may find its Redis too slow at first, and says so
    await("logged in")
        .atMost(UNTIL_LOGGED_IN)
        .untilAsserted(() -> mate.set(Housemate.logIn(node, user, guild)));
    return new Resident(guild, user, mate.get());
  }

  String guild() {
    return guild;
  }

  /** What came of one try. */
  private sealed interface Tried {
    record Done(Web.Said said) implements Tried {}

    record NotNow() implements Tried {}

    record Unknown() implements Tried {}

    record Refused() implements Tried {}
  }

  /** Adds a task with a title of its own, and goes on until it is known to be there. */
  void add(String item, Supplier<Entrance> entrances, Witness witness) {
    var key = UUID.randomUUID().toString();
    var began = System.nanoTime();
    var outcome = Optional.<Outcome>empty();
    var unknown = false;
    while (outcome.isEmpty()) {
      var tried =
          attempt(
              entrances.get(),
              at ->
                  at.web()
                      .post(
                          mate.path("tasks"),
                          Web.object("title", item),
                          mate.with("Idempotency-Key", key)),
              witness);
      unknown |= tried instanceof Tried.Unknown;
      outcome = outcome(tried, unknown, System.nanoTime() - began > GIVE_UP.toNanos());
    }
    witness.saw(new Add(guild, item, began, System.nanoTime(), outcome.get()));
    witness.served(guild, began);
  }

  /**
   * Empty while it is worth asking again.
   *
   * @param unknown whether one of the tries may have been done
   */
  private static Optional<Outcome> outcome(Tried tried, boolean unknown, boolean late) {
    return switch (tried) {
      case Tried.Done(var said) ->
          Optional.of(new Outcome.Acknowledged(said.body().get("revision").asLong()));
      case Tried.Refused _ -> Optional.of(unknown ? new Outcome.Unknown() : new Outcome.Refused());
      case Tried.Unknown _, Tried.NotNow _ ->
          late ? Optional.of(new Outcome.Unknown()) : Optional.empty();
    };
  }

  /** Looks at the list, and goes on until it is seen or there is no entrance any more. */
  void look(Supplier<Optional<Entrance>> entrances, Witness witness) {
    var began = System.nanoTime();
    while (System.nanoTime() - began < GIVE_UP.toNanos()) {
      var entrance = entrances.get();
      if (entrance.isEmpty()) {
        return;
      }
      var asked = System.nanoTime();
      var items = new ArrayList<String>();
      if (attempt(entrance.get(), at -> page(at, items), witness) instanceof Tried.Done(var last)) {
        var revision = last.body().get("revision").asLong();
        witness.saw(new Read(guild, items, revision, asked, System.nanoTime()));
        witness.served(guild, began);
        return;
      }
    }
    witness.trouble(guild, "nothing was seen for " + GIVE_UP);
    witness.served(guild, began);
  }

  /** The list as it is now, in the order in which the tasks were added. */
  List<String> items(Entrance at) {
    var items = new ArrayList<String>();
    var said = page(at, items);
    if (said.status() != 200) {
      throw new AssertionError(said.raw().body());
    }
    return items;
  }

  /** All pages; once more from the first when the guild changed in between. */
  private Web.Said page(Entrance at, List<String> items) {
    while (true) {
      items.clear();
      var said = at.web().get(mate.path("tasks?limit=200&sort=number"), mate.with());
      var revision = said.body().path("revision");
      while (said.status() == 200 && said.body().get("revision").equals(revision)) {
        for (JsonNode task : said.body().get("tasks")) {
          items.add(task.get("title").textValue());
        }
        var link = said.header("Link");
        if (!link.contains("rel=\"next\"")) {
          return said;
        }
        var next = link.substring(link.indexOf("tasks?"), link.indexOf('>'));
        said = at.web().get(mate.path(next), mate.with());
      }
      if (said.status() != 200) {
        return said;
      }
    }
  }

  private Tried attempt(Entrance at, Function<Entrance, Web.Said> ask, Witness witness) {
    Tried tried;
    try {
      var said = ask.apply(at);
      if (said.status() == 401) {
        mate = Housemate.logIn(at.node(), user, guild);
      }
      tried = tried(said);
      if (!(tried instanceof Tried.Done)) {
        witness.trouble(guild, said.status() + " " + said.body().path("type").asText());
      }
    } catch (UncheckedIOException | AssertionError broken) {
      // nobody listens, or the connection broke, or one cannot log in now
      tried = new Tried.Unknown();
      var cause = broken.getCause() == null ? broken : broken.getCause();
      witness.trouble(guild, cause.getClass().getSimpleName());
    }
    if (!(tried instanceof Tried.Done)) {
      LockSupport.parkNanos(BEFORE_ASKING_AGAIN.toNanos());
    }
    return tried;
  }

  private static Tried tried(Web.Said said) {
    if (said.status() < 300) {
      return new Tried.Done(said);
    }
    if (UNKNOWN.contains(said.status())) {
      return new Tried.Unknown();
    }
    return ASK_AGAIN.contains(said.status()) ? new Tried.NotNow() : new Tried.Refused();
  }
}
