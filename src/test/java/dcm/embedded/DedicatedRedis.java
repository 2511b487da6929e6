package dcm.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Redis for a single test, which can be killed, restarted and emptied. */
public final class DedicatedRedis implements AutoCloseable {
  private final Path data;
  private EmbeddedRedis server;

  private DedicatedRedis(Path data) throws IOException {
    this.data = data;
    this.server = EmbeddedRedis.start(data);
  }

  public static DedicatedRedis in(Path data) throws IOException {
    return new DedicatedRedis(data);
  }

  public String url() {
    return server.url();
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() throws IOException {
    var pid = Long.parseLong(Files.readString(data.resolve("redis/redis.pid")).strip());
    var process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Restarts it on the same port. */
  public void restart() throws IOException {
    server.close();
    server = EmbeddedRedis.start(data);
  }

  /** Deletes all keys. */
  public void flush() throws IOException {
    var password = RedisDataDirectory.openOrCreate(data.resolve("redis")).password();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var input =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\nFLUSHALL\r\n").getBytes(StandardCharsets.US_ASCII));
      input.readLine();
      var flushed = input.readLine();
      if (!"+OK".equals(flushed)) {
        throw new IOException("Redis did not flush: " + flushed);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
