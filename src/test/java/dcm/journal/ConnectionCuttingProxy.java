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
 * A proxy between the program and PostgreSQL that closes the connection after a commit and before
 * its confirmation: the program cannot know the outcome. It parses PostgreSQL's messages
 * (documentation, "Message Formats"): a type, a length, and {@code ReadyForQuery} at the end of
 * each cycle.
 */
public final class ConnectionCuttingProxy implements AutoCloseable {
  private static final int READY_FOR_QUERY = 'Z';
  private static final int COMMAND_COMPLETE = 'C';
  private static final int MAX_STARTUP_BYTES = 10_000;

  private final ServerSocket serverSocket =
      new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int serverPort;
  private final IntPredicate cutsCommit;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger cutCount = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param serverPort PostgreSQL's port on this machine
   * @param cutsCommit whether the confirmation of the n-th commit of a writing connection is lost
   */
  public ConnectionCuttingProxy(int serverPort, IntPredicate cutsCommit) throws IOException {
    this.serverPort = serverPort;
    this.cutsCommit = cutsCommit;
    Thread.ofVirtual().start(this::acceptConnections);
  }

  public int port() {
    return serverSocket.getLocalPort();
  }

  /** Number of commits whose confirmation was lost. */
  public int cutCount() {
    return cutCount.get();
  }

  private void acceptConnections() {
    while (!serverSocket.isClosed()) {
      try {
        var program = serverSocket.accept();
        Thread.ofVirtual().start(() -> serve(program));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket program) {
    open.add(program);
    try (program;
        var postgres = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      open.add(postgres);
      program.setTcpNoDelay(true);
      postgres.setTcpNoDelay(true);
      var in = new DataInputStream(program.getInputStream());
      var length = in.readInt();
      if (length > MAX_STARTUP_BYTES) {
        throw new IOException("Not PostgreSQL's protocol");
      }
      var startupMessage = in.readNBytes(length - 4);
      var writes = new AtomicBoolean();
      var out = postgres.getOutputStream();
      out.write(
          new byte[] {
            (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
          });
      out.write(startupMessage);
      out.flush();
      var forward = Thread.ofVirtual().start(() -> copy(program, postgres, writes));
      forwardResponses(
          new DataInputStream(postgres.getInputStream()), program.getOutputStream(), writes);
      forward.interrupt();
    } catch (IOException ended) {
      // one side closed its connection; the other is closed as well
    }
  }

  /** The driver sends the application name in a statement after the login. */
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

  /** Holds the responses to one Sync message until the cycle is complete. */
  private void forwardResponses(
      DataInputStream postgres, OutputStream program, AtomicBoolean writes) throws IOException {
    var response = new java.io.ByteArrayOutputStream();
    var committed = false;
    while (true) {
      var type = postgres.read();
      if (type < 0) {
        return;
      }
      var length = postgres.readInt();
      var body = postgres.readNBytes(length - 4);
      response.write(type);
      response.write(length >>> 24);
      response.write(length >>> 16);
      response.write(length >>> 8);
      response.write(length);
      response.write(body);
      if (type == COMMAND_COMPLETE) {
        var tag = new String(body, StandardCharsets.US_ASCII);
        committed |= tag.startsWith("COMMIT") || tag.startsWith("SELECT 1");
      }
      var ready = type == READY_FOR_QUERY;
      if (ready
          && writes.get()
          && committed
          && body[0] == 'I'
          && cutsCommit.test(commits.getAndIncrement())) {
        cutCount.incrementAndGet();
        return;
      }
      // during the login the program must reply before the end of a cycle
      if (ready || type == 'R') {
        program.write(response.toByteArray());
        program.flush();
        response.reset();
        committed = false;
      } else if (postgres.available() == 0 && !committed) {
        program.write(response.toByteArray());
        program.flush();
        response.reset();
      }
    }
  }

  @Override
  public void close() {
    try {
      serverSocket.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
