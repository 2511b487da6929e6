package dcm.http.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;

/**
 * What the layers of one connection know of each other: {@link ConnectionGuardStage} sees bytes and
 * no requests, the handler sees requests and no bytes.
 */
public final class ConnectionState {
  private final AtomicInteger activeRequests = new AtomicInteger();
  private volatile @Nullable AsyncCallback<Signal> stageCallback;
  private volatile @Nullable CloseReason closeReason;
  private final CompletableFuture<Void> closedFuture = new CompletableFuture<>();
  private @Nullable Runnable responseRelease;
  private @Nullable Runnable bodyRelease;
  private long unsentBytes;
  private boolean closed;

  /** What the wire is told. */
  enum Signal {
    /** All that was received so far has been understood: the deadline starts anew. */
    REQUEST_RECEIVED,
    /** This is a WebSocket now: no more deadline for receiving. */
    UPGRADED,
    /** Enough. */
    ABORT
  }

  /** RFC 6455, section 7.4. */
  public record CloseReason(int code, String reason) {}

  void attach(AsyncCallback<Signal> callback) {
    stageCallback = callback;
  }

  public void requestStarted() {
    activeRequests.incrementAndGet();
    // the answer before it is gone: nobody asks twice at once on one connection
    releaseResponse();
    requestReceived();
  }

  /** A body is held until its request is answered. */
  public void holdBody(Runnable release) {
    Runnable previous;
    synchronized (this) {
      previous = bodyRelease;
      bodyRelease = release;
    }
    runIfPresent(previous);
  }

  /**
   * An answer is held until it is sent, or the connection has ended.
   *
   * @param bytes of its body
   */
  public void holdResponse(long bytes, Runnable release) {
    Runnable previous;
    synchronized (this) {
      previous = closed ? release : responseRelease;
      responseRelease = closed ? null : release;
      unsentBytes = bytes;
    }
    runIfPresent(previous);
  }

  /** So many bytes went to TCP. */
  void bytesSent(int bytes) {
    synchronized (this) {
      unsentBytes -= bytes;
      if (unsentBytes > 0) {
        return;
      }
    }
    releaseResponse();
  }

  private void releaseResponse() {
    Runnable previous;
    synchronized (this) {
      previous = responseRelease;
      responseRelease = null;
    }
    runIfPresent(previous);
  }

  private static void runIfPresent(@Nullable Runnable release) {
    if (release != null) {
      release.run();
    }
  }

  public void requestReceived() {
    signal(Signal.REQUEST_RECEIVED);
  }

  public void requestCompleted() {
    activeRequests.decrementAndGet();
    Runnable previous;
    synchronized (this) {
      previous = bodyRelease;
      bodyRelease = null;
    }
    runIfPresent(previous);
  }

  boolean hasActiveRequests() {
    return activeRequests.get() > 0;
  }

  /** The connection is closed. */
  void closed() {
    synchronized (this) {
      closed = true;
    }
    releaseResponse();
    closedFuture.complete(null);
  }

  /** At once, when the connection is closed already. */
  void onClosed(Runnable action) {
    var _ = closedFuture.thenRun(action);
  }

  public void upgraded() {
    signal(Signal.UPGRADED);
  }

  /** What Pekko HTTP's own close frame is replaced with, once the socket's stream ends. */
  public void setCloseReason(CloseReason reason) {
    if (closeReason == null) {
      closeReason = reason;
    }
  }

  @Nullable CloseReason closeReason() {
    return closeReason;
  }

  /** Ends the connection at once, whatever is on its way. */
  public void abort() {
    signal(Signal.ABORT);
  }

  private void signal(Signal signal) {
    var callback = stageCallback;
    if (callback != null) {
      callback.invoke(signal);
    }
  }
}
