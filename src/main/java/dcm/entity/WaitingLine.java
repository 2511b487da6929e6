package dcm.entity;

import dcm.guild.GuildReply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who waits at one guild's desk, from coming in until being served. Pekko's own stash drops what is
 * too much without a word, and whoever asked would wait for nothing; here they are told at once.
 * And when the desk shuts, everybody who waits is told, wherever Pekko keeps them. Lives on its
 * actor's thread.
 */
final class WaitingLine {
  private final int longest;
  private final long patience;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private GuildMessage.@Nullable Asked beingWritten;
  private @Nullable Supplier<GuildReply> shut;

  private record Waiting(GuildMessage.Asked ask, long since) {}

  /**
   * @param patience after which nobody listens for an answer any more
   */
  WaitingLine(int longest, Duration patience) {
    this.longest = longest;
    this.patience = patience.toNanos();
  }

  /** Whether it may wait; if not, it has its answer. */
  boolean takes(GuildMessage.Asked ask) {
    if (shut != null) {
      ask.replyTo().tell(shut.get());
      return false;
    }
    long now = System.nanoTime();
    if (waiting.size() >= longest) {
      // a breakdown may have swallowed some of them
      waiting.removeIf(one -> now - one.since > patience);
    }
    if (waiting.size() >= longest) {
      ask.replyTo().tell(new GuildReply.Busy());
      return false;
    }
    waiting.add(new Waiting(ask, now));
    return true;
  }

  /** Whether it still waits; if not, it has had its answer, or gave up. */
  // the same message, not an equal one
  @SuppressWarnings("ReferenceEquality")
  boolean holds(GuildMessage.Asked ask) {
    Waiting first = waiting.peek();
    // nearly always
    return (first != null && first.ask == ask) || waiting.stream().anyMatch(one -> one.ask == ask);
  }

  /** It gets its answer once it is written. */
  void writes(GuildMessage.Asked ask) {
    served(ask);
    beingWritten = ask;
  }

  /** What was being written was not: whoever asked for it gets this answer. */
  void wroteNothing(GuildReply answer) {
    if (beingWritten != null) {
      beingWritten.replyTo().tell(answer);
      beingWritten = null;
    }
  }

  /** It gets its answer now. */
  // the same message, not an equal one
  @SuppressWarnings("ReferenceEquality")
  void served(GuildMessage.Asked ask) {
    // nearly always the first
    Iterator<Waiting> each = waiting.iterator();
    while (each.hasNext()) {
      if (each.next().ask == ask) {
        each.remove();
        return;
      }
    }
  }

  /** Whoever waits, and whoever comes until it opens again, gets this answer. */
  void shut(Supplier<GuildReply> answer) {
    shut = answer;
    while (!waiting.isEmpty()) {
      waiting.remove().ask.replyTo().tell(answer.get());
    }
  }

  void open() {
    shut = null;
  }
}
