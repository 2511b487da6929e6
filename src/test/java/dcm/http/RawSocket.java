package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An HTTP client on a plain socket, for malformed requests. */
public final class RawSocket implements AutoCloseable {
  private final Socket socket;

  public RawSocket(InetSocketAddress address) throws IOException {
    this(address, 65_536);
  }

  /**
   * Connects.
   *
   * @param buffer size of the client's receive buffer, in bytes
   */
  RawSocket(InetSocketAddress address, int buffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.setSoTimeout(20_000);
    socket.connect(address, 5_000);
  }

  /** An authenticated WebSocket that is read only through this socket. */
  static RawSocket live(HttpTestServer server, GuildId guild, String token, String query)
      throws IOException {
    var ticket =
        server
            .send("POST", HttpTestServer.in(guild, "/ws-ticket"), token, null)
            .json()
            .get("ticket")
            .asText();
    var socket = new RawSocket(server.httpApi.address(), 4_096);
    socket.send(
        String.join(
            "\r\n",
            "GET /ws/v1/guilds/" + guild + query + " HTTP/1.1",
            "Host: x",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: dcm.v1",
            "",
            ""));
    assertThat(socket.readHead()).startsWith("HTTP/1.1 101");
    return socket.send(masked("{\"type\":\"auth\",\"ticket\":\"" + ticket + "\"}"));
  }

  /** A text frame as clients send it, with an all-zero mask. */
  private static byte[] masked(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var frame = new byte[6 + bytes.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | bytes.length);
    System.arraycopy(bytes, 0, frame, 6, bytes.length);
    return frame;
  }

  public RawSocket send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawSocket send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads until the server closes. */
  public String readToEnd() throws IOException {
    var text = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (SocketException reset) {
      text.append("<reset>");
    }
    return text.toString();
  }

  /** Reads up to the empty line. */
  String readHead() throws IOException {
    var text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return text.toString();
      }
      text.append((char) b);
    }
    return text.toString();
  }

  /** Reads one response with a Content-Length. */
  public String readResponse() throws IOException {
    var text = new StringBuilder(readHead());
    InputStream in = socket.getInputStream();
    var head = text.toString().toLowerCase(Locale.ROOT);
    int at = head.indexOf("content-length:");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 15, head.indexOf("\r\n", at)).strip());
    text.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
