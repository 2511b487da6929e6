package dcm.http;

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
 * The bytes of one connection, between TCP and HTTP. Pekko HTTP neither bounds the time in which a
 * request must arrive nor lets a WebSocket end with a code of our choice; here both are easy. The
 * deadline starts with the first byte of a request; {@link Line} says when one has arrived.
 * WebSockets get their pings here too (RFC 6455, section 5.5.2): Pekko HTTP hides the pongs, but
 * their bytes pass by.
 */
final class Wire extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final byte CLOSE_FRAME = (byte) 0x88;
  private static final ByteString PING_FRAME = ByteString.fromArray(new byte[] {(byte) 0x89, 0});
  private static final int PINGS_UNANSWERED = 2;

  /** How long the answer to a request that did not arrive in time may take. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** TCP is given so much at a time: then we know how much of an answer was taken, and when. */
  private static final int PIECE = 16 * 1_024;

  private final Inlet<ByteString> fromHttp = Inlet.create("fromHttp");
  private final Outlet<ByteString> toTcp = Outlet.create("toTcp");
  private final Inlet<ByteString> fromTcp = Inlet.create("fromTcp");
  private final Outlet<ByteString> toHttp = Outlet.create("toHttp");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromHttp, toTcp, fromTcp, toHttp);
  private final Line line;
  private final Duration deadline;
  private final Duration ping;
  private final Duration stalledAfter;

  /**
   * @param deadline for receiving one request
   * @param ping how often a WebSocket is asked whether it is there
   * @param stalledAfter the connection ends when TCP takes nothing of what waits for so long
   */
  Wire(Line line, Duration deadline, Duration ping, Duration stalledAfter) {
    this.line = line;
    this.deadline = deadline;
    this.ping = ping;
    this.stalledAfter = stalledAfter;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private static final String TOO_SLOW = "too-slow";
    private static final String PING = "ping";
    private static final String STALLED = "stalled";
    private boolean upgraded;
    private int silent;
    private boolean overdue;
    private long pushedAt;

    /** What of HTTP's bytes TCP has not taken yet. */
    private @Nullable ByteString held;

    Logic() {
      super(shape);
      setHandler(
          fromTcp,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              silent = 0;
              if (!upgraded && !isTimerActive(TOO_SLOW)) {
                scheduleOnce(TOO_SLOW, deadline);
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
              held = outgoing(grab(fromHttp));
              // not available just after a ping
              if (isAvailable(toTcp)) {
                pushPiece(held);
              }
            }

            @Override
            public void onUpstreamFinish() {
              if (held == null) {
                complete(toTcp);
              }
            }
          });
      setHandler(
          toTcp,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (held != null) {
                pushPiece(held);
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

    private void pushPiece(ByteString whole) {
      var piece = whole.take(PIECE);
      held = piece.size() == whole.size() ? null : whole.drop(PIECE);
      push(toTcp, piece);
      line.sent(piece.size());
      pushedAt = System.nanoTime();
      if (held == null && isClosed(fromHttp)) {
        complete(toTcp);
      } else if (!isTimerActive(STALLED)) {
        scheduleOnce(STALLED, stalledAfter);
      }
    }

    @Override
    public void preStart() {
      line.attach(createAsyncCallback(this::hear));
    }

    private void hear(Line.Signal signal) {
      switch (signal) {
        case ARRIVED -> {
          overdue = false;
          cancelTimer(TOO_SLOW);
        }
        case UPGRADED -> {
          upgraded = true;
          cancelTimer(TOO_SLOW);
          scheduleWithFixedDelay(PING, ping, ping);
        }
        case CUT -> completeStage();
      }
    }

    @Override
    public void onTimer(Object key) {
      if (key.equals(PING)) {
        ping();
      } else if (key.equals(STALLED)) {
        look();
      } else {
        giveUp();
      }
    }

    private void look() {
      if (isAvailable(toTcp)) {
        return;
      }
      var left = stalledAfter.minusNanos(System.nanoTime() - pushedAt);
      if (left.isPositive()) {
        scheduleOnce(STALLED, left);
      } else {
        completeStage();
      }
    }

    private void ping() {
      silent++;
      if (silent > PINGS_UNANSWERED) {
        completeStage();
      } else if (isAvailable(toTcp) && line.close() == null) {
        push(toTcp, PING_FRAME);
      }
    }

    private void giveUp() {
      if (line.busy() && !overdue) {
        // whoever reads the body gives up at the same time, and says so
        overdue = true;
        scheduleOnce(TOO_SLOW, GRACE);
        return;
      }
      if (!line.busy() && isAvailable(toTcp)) {
        push(toTcp, LastWords.tooSlow());
      }
      completeStage();
    }

    private ByteString outgoing(ByteString bytes) {
      var close = line.close();
      // as a WebSocket each of these is one frame; HTTP never starts with this byte
      return close != null && bytes.size() >= 2 && bytes.apply(0) == CLOSE_FRAME
          ? frame(close)
          : bytes;
    }
  }

  private static ByteString frame(Line.Close close) {
    var reason = close.reason().getBytes(StandardCharsets.UTF_8);
    return ByteString.fromArray(
        ByteBuffer.allocate(4 + reason.length)
            .put(CLOSE_FRAME)
            .put((byte) (2 + reason.length))
            .putShort((short) close.code())
            .put(reason)
            .array());
  }
}
