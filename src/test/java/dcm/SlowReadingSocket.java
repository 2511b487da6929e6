package dcm;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection that requests much and reads little. */
final class SlowReadingSocket implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4_096;
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;

  private SlowReadingSocket(Socket socket) {
    this.socket = socket;
  }

  static SlowReadingSocket connect(URI node) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new java.net.InetSocketAddress(node.getHost(), node.getPort()), TIMEOUT_MILLIS);
    return new SlowReadingSocket(socket);
  }

  /** Opens a WebSocket that subscribes from the guild's first revision on. */
  static SlowReadingSocket openWebSocket(URI node, String guild, String ticket) throws IOException {
    var socket = connect(node);
    socket.send(
        String.join(
            "\r\n",
            "GET /ws/v1/guilds/" + guild + "?since=0 HTTP/1.1",
            "Host: " + node.getAuthority(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: dcm.v1",
            "",
            ""));
    if (socket.isUpgraded()) {
      socket.send(frame("{\"type\":\"auth\",\"ticket\":\"" + ticket + "\"}"));
      return socket;
    }
    socket.close();
    throw new IOException("not a WebSocket");
  }

  /** Sends a request without reading the response. */
  static SlowReadingSocket startRequest(URI node, String path, String token) throws IOException {
    var socket = connect(node);
    socket.send(
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: " + node.getAuthority(),
            "Authorization: Bearer " + token,
            "",
            ""));
    return socket;
  }

  /** Reads a byte; false when the connection has ended. */
  boolean readsOneByte() {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (IOException broken) {
      return false;
    }
  }

  private boolean isUpgraded() throws IOException {
    var head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return false;
      }
      head.append((char) read);
    }
    return head.indexOf("HTTP/1.1 101") == 0;
  }

  private void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Sends a text frame (RFC 6455, section 5.2); the mask is all zeros. */
  static byte[] frame(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var frame = new byte[6 + bytes.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | bytes.length);
    System.arraycopy(bytes, 0, frame, 6, bytes.length);
    return frame;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // closed intentionally
    }
  }
}
