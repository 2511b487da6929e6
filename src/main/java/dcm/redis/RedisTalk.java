package dcm.redis;

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
record RedisTalk(String host, int port, String password) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A Redis that takes our password and serves our directory. */
  boolean isOurs(Path directory) {
    try (var socket = connect()) {
      var answers = reader(socket);
      return say(socket, answers, "AUTH " + password).equals("+OK")
          && say(socket, answers, "PING").equals("+PONG")
          && say(socket, answers, "CONFIG GET dir").equals("*2")
          && servedFrom(answers, directory);
    } catch (IOException nobodyOrSomebodyElse) {
      return false;
    }
  }

  /** Does the port belong to anybody? */
  boolean isTaken() {
    try (var socket = connect()) {
      return socket.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Asks it to write what it has and end; it answers by closing. */
  void shutDown() throws IOException {
    try (var socket = connect()) {
      var answers = reader(socket);
      say(socket, answers, "AUTH " + password);
      socket.getOutputStream().write("SHUTDOWN\r\n".getBytes(StandardCharsets.US_ASCII));
      var refused = answers.readLine();
      if (refused != null) {
        throw new IOException("The embedded Redis does not stop: " + refused);
      }
    }
  }

  private static boolean servedFrom(BufferedReader answers, Path directory) throws IOException {
    answers.readLine(); // $3
    answers.readLine(); // dir
    answers.readLine(); // $length
    var dir = answers.readLine();
    return dir != null && Files.exists(Path.of(dir)) && Files.isSameFile(Path.of(dir), directory);
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** One inline command and the first line of its answer. */
  private static String say(Socket socket, BufferedReader answers, String command)
      throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    var line = answers.readLine();
    return line == null ? "" : line;
  }
}
