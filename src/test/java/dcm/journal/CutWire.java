package dcm.journal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * Stands between the program and PostgreSQL and cuts the wire when a transaction has been committed
 * and its answer is on the way: the program cannot know what became of it. Reads PostgreSQL's
 * messages (documentation, "Message Formats"): a type, a length, and an end of each turn ({@code
 * ReadyForQuery}).
 */
public final class CutWire implements AutoCloseable {
  private static final int READY_FOR_QUERY = 'Z';
  private static final int COMMAND_COMPLETE = 'C';
  private static final int LARGEST_START = 10_000;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final IntPredicate cuts;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param server PostgreSQL's port on this machine
   * @param cuts whether the n-th commit of a writing connection is cut off from its answer
   */
  public CutWire(int server, IntPredicate cuts) throws IOException {
    this.server = server;
    this.cuts = cuts;
    Thread.ofVirtual().start(this::welcome);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** How many commits never got their answer back. */
  public int cut() {
    return cut.get();
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        var program = door.accept();
        Thread.ofVirtual().start(() -> serve(program));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket program) {
    open.add(program);
    try (program;
        var postgres = new Socket(InetAddress.getLoopbackAddress(), server)) {
      open.add(postgres);
      program.setTcpNoDelay(true);
      postgres.setTcpNoDelay(true);
      var in = new DataInputStream(program.getInputStream());
      var length = in.readInt();
      if (length > LARGEST_START) {
        throw new IOException("Not PostgreSQL's protocol");
      }
      var start = in.readNBytes(length - 4);
      var writes = new AtomicBoolean();
      var out = postgres.getOutputStream();
      out.write(
          new byte[] {
            (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
          });
      out.write(start);
      out.flush();
      var forward = Thread.ofVirtual().start(() -> copy(program, postgres, writes));
      answers(new DataInputStream(postgres.getInputStream()), program.getOutputStream(), writes);
      forward.interrupt();
    } catch (IOException ended) {
      // one side hung up; the other is told by the same
    }
  }

  /** The driver names its connection in a statement, after the login. */
  private static void copy(Socket from, Socket to, AtomicBoolean writes) {
    var buffer = new byte[64 * 1024];
    try {
      var in = from.getInputStream();
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!writes.get()
            && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("dcm-write")) {
          writes.set(true);
        }
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
      }
    } catch (IOException ended) {
      // the other direction closes both
    }
  }

  /** Turn by turn: the answers to one Sync are held until it is over. */
  private void answers(DataInputStream postgres, OutputStream program, AtomicBoolean writes)
      throws IOException {
    var turn = new java.io.ByteArrayOutputStream();
    var committed = false;
    while (true) {
      var type = postgres.read();
      if (type < 0) {
        return;
      }
      var length = postgres.readInt();
      var body = postgres.readNBytes(length - 4);
      turn.write(type);
      turn.write(length >>> 24);
      turn.write(length >>> 16);
      turn.write(length >>> 8);
      turn.write(length);
      turn.write(body);
      if (type == COMMAND_COMPLETE) {
        var tag = new String(body, StandardCharsets.US_ASCII);
        committed |= tag.startsWith("COMMIT") || tag.startsWith("SELECT 1");
      }
      var over = type == READY_FOR_QUERY;
      if (over
          && writes.get()
          && committed
          && body[0] == 'I'
          && cuts.test(commits.getAndIncrement())) {
        cut.incrementAndGet();
        return;
      }
      // before a login is over the program has to answer in the middle of a turn
      if (over || type == 'R') {
        program.write(turn.toByteArray());
        program.flush();
        turn.reset();
        committed = false;
      } else if (postgres.available() == 0 && !committed) {
        program.write(turn.toByteArray());
        program.flush();
        turn.reset();
      }
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
