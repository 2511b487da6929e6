package dcm.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;

/**
 * What the layers of one connection know of each other: {@link Wire} sees bytes and no requests,
 * the handler sees requests and no bytes.
 */
public final class Line {
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile @Nullable AsyncCallback<Signal> wire;
  private volatile @Nullable Close close;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private @Nullable Runnable whenSent;
  private @Nullable Runnable whenAnswered;
  private long unsent;
  private boolean ended;

  /** What the wire is told. */
  enum Signal {
    /** All that was received so far has been understood: the deadline starts anew. */
    ARRIVED,
    /** This is a WebSocket now: no more deadline for receiving. */
    UPGRADED,
    /** Enough. */
    CUT
  }

  /** RFC 6455, section 7.4. */
  public record Close(int code, String reason) {}

  void attach(AsyncCallback<Signal> callback) {
    wire = callback;
  }

  void began() {
    underWay.incrementAndGet();
    // the answer before it is gone: nobody asks twice at once on one connection
    forgetAnswer();
    arrived();
  }

  /** A body is held until its request is answered. */
  void receives(Runnable giveBack) {
    Runnable before;
    synchronized (this) {
      before = whenAnswered;
      whenAnswered = giveBack;
    }
    run(before);
  }

  /**
   * An answer is held until it is sent, or the connection has ended.
   *
   * @param bytes of its body
   */
  void sends(long bytes, Runnable giveBack) {
    Runnable before;
    synchronized (this) {
      before = ended ? giveBack : whenSent;
      whenSent = ended ? null : giveBack;
      unsent = bytes;
    }
    run(before);
  }

  /** So many bytes went to TCP. */
  void sent(int bytes) {
    synchronized (this) {
      unsent -= bytes;
      if (unsent > 0) {
        return;
      }
    }
    forgetAnswer();
  }

  private void forgetAnswer() {
    Runnable before;
    synchronized (this) {
      before = whenSent;
      whenSent = null;
    }
    run(before);
  }

  private static void run(@Nullable Runnable giveBack) {
    if (giveBack != null) {
      giveBack.run();
    }
  }

  void arrived() {
    tell(Signal.ARRIVED);
  }

  void answered() {
    underWay.decrementAndGet();
    Runnable before;
    synchronized (this) {
      before = whenAnswered;
      whenAnswered = null;
    }
    run(before);
  }

  boolean busy() {
    return underWay.get() > 0;
  }

  /** The connection is closed. */
  void ended() {
    synchronized (this) {
      ended = true;
    }
    forgetAnswer();
    end.complete(null);
  }

  /** At once, when the connection is closed already. */
  void whenEnded(Runnable work) {
    var _ = end.thenRun(work);
  }

  public void upgraded() {
    tell(Signal.UPGRADED);
  }

  /** What Pekko HTTP's own close frame is replaced with, once the socket's stream ends. */
  public void closeWith(Close with) {
    if (close == null) {
      close = with;
    }
  }

  @Nullable Close close() {
    return close;
  }

  /** Ends the connection at once, whatever is on its way. */
  public void cut() {
    tell(Signal.CUT);
  }

  private void tell(Signal signal) {
    var callback = wire;
    if (callback != null) {
      callback.invoke(signal);
    }
  }
}
