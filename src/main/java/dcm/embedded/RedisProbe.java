package dcm.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The few words that are spoken to an embedded Redis before there is a client: is it ours, stop.
 * Blocking, on a connection per conversation.
 */
record RedisProbe(String host, int port, String password) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** A Redis that takes our password and serves our directory. */
  boolean servesDirectory(Path directory) {
    try (var socket = connect()) {
      var input = reader(socket);
      return send(socket, input, "AUTH " + password).equals("+OK")
          && send(socket, input, "PING").equals("+PONG")
          && send(socket, input, "CONFIG GET dir").equals("*2")
          && servedFrom(input, directory);
    } catch (IOException nobodyOrSomebodyElse) {
      return false;
    }
  }

  /** Does the port belong to anybody? */
  boolean isListening() {
    try (var socket = connect()) {
      return socket.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Asks it to write what it has and end; it answers by closing. */
  void shutDown() throws IOException {
    try (var socket = connect()) {
      var input = reader(socket);
      send(socket, input, "AUTH " + password);
      socket.getOutputStream().write("SHUTDOWN\r\n".getBytes(StandardCharsets.US_ASCII));
      var error = input.readLine();
      if (error != null) {
        throw new IOException("The embedded Redis did not shut down: " + error);
      }
    }
  }

  private static boolean servedFrom(BufferedReader input, Path directory) throws IOException {
    input.readLine(); // $3
    input.readLine(); // dir
    input.readLine(); // $length
    var dir = input.readLine();
    return dir != null && Files.exists(Path.of(dir)) && Files.isSameFile(Path.of(dir), directory);
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** One inline command and the first line of its answer. */
  private static String send(Socket socket, BufferedReader input, String command)
      throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    var line = input.readLine();
    return line == null ? "" : line;
  }
}
