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
 * Minimal client for the embedded Redis: identifies the server and stops it. Blocking; one
 * connection per call.
 */
record RedisProbe(String host, int port, String password) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** True when the Redis accepts the password and serves the directory. */
  boolean servesDirectory(Path directory) {
    try (var socket = connect()) {
      var input = reader(socket);
      return send(socket, input, "AUTH " + password).equals("+OK")
          && send(socket, input, "PING").equals("+PONG")
          && send(socket, input, "CONFIG GET dir").equals("*2")
          && servedFrom(input, directory);
    } catch (IOException unreachableOrForeign) {
      return false;
    }
  }

  /** True when a program listens on the port. */
  boolean isListening() {
    try (var socket = connect()) {
      return socket.isConnected();
    } catch (IOException notListening) {
      return false;
    }
  }

  /** Has Redis save its data and terminate; it replies by closing the connection. */
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

  /** Sends one inline command; returns the first line of the reply. */
  private static String send(Socket socket, BufferedReader input, String command)
      throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    var line = input.readLine();
    return line == null ? "" : line;
  }
}
