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

  private final Inlet<ByteString> fromHttp = Inlet.create("fromHttp");
  private final Outlet<ByteString> toTcp = Outlet.create("toTcp");
  private final Inlet<ByteString> fromTcp = Inlet.create("fromTcp");
  private final Outlet<ByteString> toHttp = Outlet.create("toHttp");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      BidiShape.of(fromHttp, toTcp, fromTcp, toHttp);
  private final Line line;
  private final Duration deadline;
  private final Duration ping;

  /**
   * @param deadline for receiving one request
   * @param ping how often a WebSocket is asked whether it is there
   */
  Wire(Line line, Duration deadline, Duration ping) {
    this.line = line;
    this.deadline = deadline;
    this.ping = ping;
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
    private boolean upgraded;
    private int silent;
    private boolean overdue;

    /** A frame of HTTP's that came just after a ping had taken its place. */
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
              var bytes = outgoing(grab(fromHttp));
              if (isAvailable(toTcp)) {
                push(toTcp, bytes);
              } else {
                held = bytes;
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
                push(toTcp, held);
                held = null;
                if (isClosed(fromHttp)) {
                  complete(toTcp);
                }
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
      } else {
        giveUp();
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
