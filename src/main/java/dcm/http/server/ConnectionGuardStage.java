package dcm.http.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A stage between TCP and Pekko HTTP on each connection. It adds what Pekko HTTP lacks: a timeout
 * for receiving a whole request, a timeout for stalled sends, and WebSocket close codes of our
 * choice. The receive timeout starts with the first byte of a request and ends when {@link
 * ConnectionState} signals that the request has arrived. The stage also sends WebSocket pings (RFC
 * 6455, section 5.5.2): Pekko HTTP hides the pongs, but their bytes pass through here.
 */
final class ConnectionGuardStage
    extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final byte CLOSE_FRAME = (byte) 0x88;
  private static final ByteString PING_FRAME = ByteString.fromArray(new byte[] {(byte) 0x89, 0});
  private static final int MAX_UNANSWERED_PINGS = 2;

  /** The time for sending the 408 response of a request that did not arrive in time. */
  private static final Duration TIMEOUT_RESPONSE_GRACE = Duration.ofSeconds(2);

  /** Bytes are pushed to TCP in chunks of this size, to see how much was accepted and when. */
  private static final int CHUNK_BYTES = 16 * 1_024;

  private final Inlet<ByteString> fromHttp = Inlet.create("fromHttp");
  private final Outlet<ByteString> toTcp = Outlet.create("toTcp");
  private final Inlet<ByteString> fromTcp = Inlet.create("fromTcp");
  private final Outlet<ByteString> toHttp = Outlet.create("toHttp");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromHttp, toTcp, fromTcp, toHttp);
  private final ConnectionState connection;
  private final Duration receiveTimeout;
  private final Duration pingInterval;
  private final Duration stallTimeout;

  /**
   * Creates the stage.
   *
   * @param receiveTimeout of one request
   * @param pingInterval of a WebSocket
   * @param stallTimeout after which the connection ends when TCP accepts none of the pending bytes
   */
  ConnectionGuardStage(
      ConnectionState connection,
      Duration receiveTimeout,
      Duration pingInterval,
      Duration stallTimeout) {
    this.connection = connection;
    this.receiveTimeout = receiveTimeout;
    this.pingInterval = pingInterval;
    this.stallTimeout = stallTimeout;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new StageLogic();
  }

  private final class StageLogic extends TimerGraphStageLogic {
    private static final String RECEIVE_TIMER = "receive-timeout";
    private static final String PING_TIMER = "ping";
    private static final String STALL_TIMER = "stalled";
    private boolean upgraded;
    private int unansweredPings;
    private boolean inGracePeriod;
    private long pushedNanos;

    /** Bytes from HTTP that TCP has not accepted yet. */
    private @Nullable ByteString pending;

    StageLogic() {
      super(shape);
      setHandler(
          fromTcp,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              unansweredPings = 0;
              if (!upgraded && !isTimerActive(RECEIVE_TIMER)) {
                scheduleOnce(RECEIVE_TIMER, receiveTimeout);
              }
              push(toHttp, grab(fromTcp));
            }

            @Override
            public void onUpstreamFinish() {
              complete(toHttp);
            }
          });
      setHandler(
          toHttp,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(fromTcp);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromTcp, cause);
            }
          });
      setHandler(
          fromHttp,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              pending = withCloseReason(grab(fromHttp));
              // not available right after a ping
              if (isAvailable(toTcp)) {
                pushChunk(pending);
              }
            }

            @Override
            public void onUpstreamFinish() {
              if (pending == null) {
                complete(toTcp);
              }
            }
          });
      setHandler(
          toTcp,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (pending != null) {
                pushChunk(pending);
              } else if (!isClosed(fromHttp) && !hasBeenPulled(fromHttp)) {
                pull(fromHttp);
              }
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromHttp, cause);
            }
          });
    }

    private void pushChunk(ByteString bytes) {
      var chunk = bytes.take(CHUNK_BYTES);
      pending = chunk.size() == bytes.size() ? null : bytes.drop(CHUNK_BYTES);
      push(toTcp, chunk);
      connection.bytesSent(chunk.size());
      pushedNanos = System.nanoTime();
      if (pending == null && isClosed(fromHttp)) {
        complete(toTcp);
      } else if (!isTimerActive(STALL_TIMER)) {
        scheduleOnce(STALL_TIMER, stallTimeout);
      }
    }

    @Override
    public void preStart() {
      connection.attach(createAsyncCallback(this::onSignal));
    }

    private void onSignal(ConnectionState.Signal signal) {
      switch (signal) {
        case ConnectionState.Signal.RequestReceived _ -> {
          inGracePeriod = false;
          cancelTimer(RECEIVE_TIMER);
        }
        case ConnectionState.Signal.UploadStarted(var uploadTimeout) ->
            scheduleOnce(RECEIVE_TIMER, uploadTimeout);
        case ConnectionState.Signal.Upgraded _ -> {
          upgraded = true;
          cancelTimer(RECEIVE_TIMER);
          scheduleWithFixedDelay(PING_TIMER, pingInterval, pingInterval);
        }
        case ConnectionState.Signal.Abort _ -> completeStage();
      }
    }

    @Override
    public void onTimer(Object key) {
      if (key.equals(PING_TIMER)) {
        sendPing();
      } else if (key.equals(STALL_TIMER)) {
        checkStalled();
      } else {
        onReceiveTimeout();
      }
    }

    private void checkStalled() {
      if (isAvailable(toTcp)) {
        return;
      }
      var remaining = stallTimeout.minusNanos(System.nanoTime() - pushedNanos);
      if (remaining.isPositive()) {
        scheduleOnce(STALL_TIMER, remaining);
      } else {
        completeStage();
      }
    }

    private void sendPing() {
      unansweredPings++;
      if (unansweredPings > MAX_UNANSWERED_PINGS) {
        completeStage();
      } else if (isAvailable(toTcp) && connection.closeReason() == null) {
        push(toTcp, PING_FRAME);
      }
    }

    private void onReceiveTimeout() {
      if (connection.hasActiveRequests() && !inGracePeriod) {
        // the body reader times out now as well and answers 408
        inGracePeriod = true;
        scheduleOnce(RECEIVE_TIMER, TIMEOUT_RESPONSE_GRACE);
        return;
      }
      if (!connection.hasActiveRequests() && isAvailable(toTcp)) {
        push(toTcp, RawErrorResponses.requestTimeout());
      }
      completeStage();
    }

    private ByteString withCloseReason(ByteString bytes) {
      var closeReason = connection.closeReason();
      // on a WebSocket each element is one frame; an HTTP response never starts with this byte
      return closeReason != null && bytes.size() >= 2 && bytes.apply(0) == CLOSE_FRAME
          ? closeFrame(closeReason)
          : bytes;
    }
  }

  private static ByteString closeFrame(ConnectionState.CloseReason closeReason) {
    var reason = closeReason.reason().getBytes(StandardCharsets.UTF_8);
    return ByteString.fromArray(
        ByteBuffer.allocate(4 + reason.length)
            .put(CLOSE_FRAME)
            .put((byte) (2 + reason.length))
            .putShort((short) closeReason.code())
            .put(reason)
            .array());
  }
}
