package dcm.entity;

import dcm.guild.By;
import dcm.guild.CommandId;
import dcm.guild.Recorded;
import dcm.guild.RefusalEvent;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The refusals that the guild has just written down. A command that is said again because its
 * answer is late ({@link Insistence}) is one attempt, and stands in the log once. Forgotten with
 * the desk: a copy that finds the guild at another one stands there twice. Lives on its actor's
 * thread.
 */
final class Attempts {
  private static final int MOST = 100;

  private final LinkedHashSet<Attempt> written = new LinkedHashSet<>();

  private record Attempt(CommandId command, String fingerprint, By by) {
    static Attempt of(Recorded event) {
      return new Attempt(event.command(), event.fingerprint(), event.by());
    }
  }

  /** What of a refused command's events is still to be written. */
  List<Recorded> unwritten(List<Recorded> audit) {
    return audit.stream().filter(event -> !isWritten(event)).toList();
  }

  private boolean isWritten(Recorded event) {
    return event.event() instanceof RefusalEvent && written.contains(Attempt.of(event));
  }

  /** These are in the journal. */
  void written(List<Recorded> events) {
    for (Recorded event : events) {
      if (event.event() instanceof RefusalEvent) {
        written.add(Attempt.of(event));
      }
    }
    while (written.size() > MOST) {
      written.removeFirst();
    }
  }
}
