package dcm.http.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;

/**
 * State shared by the layers of one connection: {@link ConnectionGuardStage} sees bytes but no
 * requests, the request handler sees requests but no bytes.
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

  /** Signals to {@link ConnectionGuardStage}. */
  sealed interface Signal {
    /** A request was received completely: the receive timeout is cancelled. */
    record RequestReceived() implements Signal {}

    /** The request is an upload, which has a receive timeout of its own. */
    record UploadStarted(Duration receiveTimeout) implements Signal {}

    /** The connection is a WebSocket now: it has no receive timeout. */
    record Upgraded() implements Signal {}

    /** The connection ends at once. */
    record Abort() implements Signal {}
  }

  /** The close code and reason of a WebSocket (RFC 6455, section 7.4). */
  public record CloseReason(int code, String reason) {}

  void attach(AsyncCallback<Signal> callback) {
    stageCallback = callback;
  }

  public void requestStarted() {
    activeRequests.incrementAndGet();
    // the previous response was sent: there is one request at a time on a connection
    releaseResponse();
    requestReceived();
  }

  /** Holds a body until its request is answered, then runs {@code release}. */
  public void holdBody(Runnable release) {
    Runnable previous;
    synchronized (this) {
      previous = bodyRelease;
      bodyRelease = release;
    }
    runIfPresent(previous);
  }

  /**
   * Holds a response until it is sent or the connection has ended, then runs {@code release}.
   *
   * @param bytes of the response's body
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

  /** Counts bytes that TCP has accepted. */
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
    signal(new Signal.RequestReceived());
  }

  /** The body of the request may take longer than that of others. */
  public void uploadStarted(Duration receiveTimeout) {
    signal(new Signal.UploadStarted(receiveTimeout));
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

  /** The connection has ended. */
  void closed() {
    synchronized (this) {
      closed = true;
    }
    releaseResponse();
    closedFuture.complete(null);
  }

  /** Runs {@code action} when the connection has ended; at once if it has already. */
  void onClosed(Runnable action) {
    var _ = closedFuture.thenRun(action);
  }

  public void upgraded() {
    signal(new Signal.Upgraded());
  }

  /** Sets the reason that replaces the one in Pekko HTTP's close frame; the first one wins. */
  public void setCloseReason(CloseReason reason) {
    if (closeReason == null) {
      closeReason = reason;
    }
  }

  @Nullable CloseReason closeReason() {
    return closeReason;
  }

  /** Ends the connection at once, without sending what is pending. */
  public void abort() {
    signal(new Signal.Abort());
  }

  private void signal(Signal signal) {
    var callback = stageCallback;
    if (callback != null) {
      callback.invoke(signal);
    }
  }
}
