package dcm.discord.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDownloaderIT {
  private static final AtomicInteger ELSEWHERE = new AtomicInteger();
  private static HttpServer localDiscord;
  private static HttpServer elsewhere;
  private static FileDownloader downloader;

  @BeforeAll
  static void open() throws IOException {
    elsewhere = server();
    elsewhere.createContext(
        "/",
        exchange -> {
          ELSEWHERE.incrementAndGet();
          respond(exchange, 200, 3);
        });
    localDiscord = server();
    localDiscord.createContext("/photo.jpg", exchange -> respond(exchange, 200, 1_000));
    localDiscord.createContext("/expired.jpg", exchange -> respond(exchange, 404, 10));
    localDiscord.createContext(
        "/moved.jpg",
        exchange -> {
          exchange.getResponseHeaders().add("Location", url(elsewhere) + "/photo.jpg");
          respond(exchange, 302, 0);
        });
    downloader = new FileDownloader(url(localDiscord), "test");
  }

  @AfterAll
  static void close() {
    downloader.close();
    localDiscord.stop(0);
    elsewhere.stop(0);
  }

  @Test
  void a_file_on_the_host_of_the_local_discord_is_downloaded() {
    assertThat(download(url(localDiscord) + "/photo.jpg", 1_000)).hasSize(1_000);
  }

  @Test
  void a_larger_file_than_announced_an_expired_one_and_a_redirect_fail() {
    assertFails(url(localDiscord) + "/photo.jpg", 999);
    assertFails(url(localDiscord) + "/expired.jpg", 1_000);
    assertFails(url(localDiscord) + "/moved.jpg", 1_000);
    assertThat(ELSEWHERE).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ELSEWHERE/photo.jpg",
        "http://cdn.discordapp.com/photo.jpg",
        "https://cdn.discordapp.com:8443/photo.jpg",
        "https://cdn.discordapp.com.example.org/photo.jpg",
        "https://user@cdn.discordapp.com/photo.jpg",
        "https://cdn.discordapp.com@169.254.169.254/photo.jpg",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "not an address",
      })
  void no_other_address_is_called(String url) {
    assertFails(url.replace("ELSEWHERE", url(elsewhere)), 1_000);
    assertThat(ELSEWHERE).hasValue(0);
  }

  private static void assertFails(String url, int maxBytes) {
    assertThatThrownBy(() -> download(url, maxBytes))
        .hasCauseInstanceOf(FileDownloadException.class);
  }

  private static byte[] download(String url, int maxBytes) {
    return downloader
        .download(new Interaction.UploadedFile(url, 10), maxBytes)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private static HttpServer server() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void respond(HttpExchange exchange, int status, int bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
    exchange.getResponseBody().write(new byte[bytes]);
    exchange.close();
  }
}
