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
 * Requests of one guild from admission until they are processed. Pekko's stash drops messages above
 * its capacity silently, and their senders would wait in vain; here they are answered at once. When
 * the entity stops, all pending requests are answered, wherever Pekko keeps them. Confined to its
 * actor's thread.
 */
public final class PendingRequests {
  private final int maxSize;
  private final long timeoutNanos;
  private final Deque<PendingRequest> pending = new ArrayDeque<>();
  private @Nullable Supplier<GuildReply> reject;

  private record PendingRequest(GuildMessage.Request request, long since) {}

  /**
   * Creates an empty queue.
   *
   * @param timeout time after which a sender no longer waits for a reply
   */
  public PendingRequests(int maxSize, Duration timeout) {
    this.maxSize = maxSize;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Whether a request is admitted; if not, it was answered. */
  boolean admit(GuildMessage.Request request) {
    if (reject != null) {
      request.replyTo().tell(reject.get());
      return false;
    }
    long now = System.nanoTime();
    if (pending.size() >= maxSize) {
      // a failure may have lost some of them
      pending.removeIf(pendingRequest -> now - pendingRequest.since > timeoutNanos);
    }
    if (pending.size() >= maxSize) {
      request.replyTo().tell(new GuildReply.Busy());
      return false;
    }
    pending.add(new PendingRequest(request, now));
    return true;
  }

  /** Whether a request is still pending; if not, it was answered or timed out. */
  // the same message, not an equal one
  @SuppressWarnings("ReferenceEquality")
  public boolean isPending(GuildMessage.Request request) {
    PendingRequest first = pending.peek();
    // nearly always
    return (first != null && first.request == request)
        || pending.stream().anyMatch(pendingRequest -> pendingRequest.request == request);
  }

  /** Answers a request. */
  public void reply(GuildMessage.Request request, GuildReply reply) {
    completed(request);
    request.replyTo().tell(reply);
  }

  /** Removes a request that is answered elsewhere. */
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

  /** Answers all pending requests, and every later one until {@link #accept}. */
  public void reject(Supplier<GuildReply> reply) {
    reject = reply;
    while (!pending.isEmpty()) {
      pending.remove().request.replyTo().tell(reply.get());
    }
  }

  boolean isRejecting() {
    return reject != null;
  }

  public void accept() {
    reject = null;
  }
}
