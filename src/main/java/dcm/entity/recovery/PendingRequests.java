package dcm.entity.recovery;

import dcm.entity.GuildMessage;
import dcm.guild.reply.GuildReply;
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
public final class PendingRequests {
  private final int maxSize;
  private final long timeoutNanos;
  private final Deque<PendingRequest> pending = new ArrayDeque<>();
  private GuildMessage.@Nullable Request beingPersisted;
  private @Nullable Supplier<GuildReply> reject;

  private record PendingRequest(GuildMessage.Request request, long since) {}

  /**
   * @param patience after which nobody listens for an answer any more
   */
  public PendingRequests(int maxSize, Duration timeout) {
    this.maxSize = maxSize;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Whether it may wait; if not, it has its answer. */
  boolean admit(GuildMessage.Request request) {
    if (reject != null) {
      request.replyTo().tell(reject.get());
      return false;
    }
    long now = System.nanoTime();
    if (pending.size() >= maxSize) {
      // a breakdown may have swallowed some of them
      pending.removeIf(pendingRequest -> now - pendingRequest.since > timeoutNanos);
    }
    if (pending.size() >= maxSize) {
      request.replyTo().tell(new GuildReply.Busy());
      return false;
    }
    pending.add(new PendingRequest(request, now));
    return true;
  }

  /** Whether it still waits; if not, it has had its answer, or gave up. */
  // the same message, not an equal one
  @SuppressWarnings("ReferenceEquality")
  public boolean isPending(GuildMessage.Request request) {
    PendingRequest first = pending.peek();
    // nearly always
    return (first != null && first.request == request)
        || pending.stream().anyMatch(pendingRequest -> pendingRequest.request == request);
  }

  /** It gets its answer once it is written. */
  public void persisting(GuildMessage.Request request) {
    completed(request);
    beingPersisted = request;
  }

  /** What was being written was not: whoever asked for it gets this answer. */
  public void nothingPersisted(GuildReply reply) {
    if (beingPersisted != null) {
      beingPersisted.replyTo().tell(reply);
      beingPersisted = null;
    }
  }

  /** It gets its answer now. */
  // the same message, not an equal one
  @SuppressWarnings("ReferenceEquality")
  public void completed(GuildMessage.Request request) {
    // nearly always the first
    Iterator<PendingRequest> iterator = pending.iterator();
    while (iterator.hasNext()) {
      if (iterator.next().request == request) {
        iterator.remove();
        return;
      }
    }
  }

  /** Whoever waits, and whoever comes until it opens again, gets this answer. */
  public void reject(Supplier<GuildReply> reply) {
    reject = reply;
    while (!pending.isEmpty()) {
      pending.remove().request.replyTo().tell(reply.get());
    }
  }

  public void accept() {
    reject = null;
  }
}
