package dcm.discord.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Downloads files that users chose, from Discord's own file hosts only: a link to any other host is
 * not followed, so that nobody has this node call addresses of their choice.
 */
public final class FileDownloader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  /** Discord's content delivery network (docs: reference, image formatting). */
  private static final Set<String> HOSTS = Set.of("cdn.discordapp.com", "media.discordapp.net");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI discord;
  private final String userAgent;

  /**
   * @param discord the base of REST; a local Discord also serves files there
   */
  public FileDownloader(String discord, String userAgent) {
    this.discord = URI.create(discord);
    this.userAgent = userAgent;
  }

  /**
   * Downloads a file. Fails with {@link FileDownloadException} when the host does not answer in
   * time or does not have the file, or when it is not one of Discord's, or the file is larger.
   *
   * @param maxBytes of the file
   */
  public CompletionStage<byte[]> download(Interaction.UploadedFile file, int maxBytes) {
    URI uri;
    try {
      uri = URI.create(file.url());
    } catch (IllegalArgumentException malformed) {
      return CompletableFuture.failedFuture(failed("has a malformed address"));
    }
    if (!isAllowed(uri)) {
      return CompletableFuture.failedFuture(failed("is not on a host of Discord"));
    }
    var request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("User-Agent", userAgent).build();
    var response =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), maxBytes));
    return response
        .copy()
        // the timeout of a request ends with the response's headers; this one includes its body
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            response.cancel(true);
          }
        })
        .handle((received, failure) -> {
          if (failure != null) {
            throw failed(
                "was not received: " + AsyncFailures.cause(failure).getClass().getSimpleName());
          }
          if (received.statusCode() != OK) {
            throw failed("was answered with status " + received.statusCode());
          }
          return received.body();
        });
  }

  private boolean isAllowed(URI uri) {
    boolean ofDiscord =
        "https".equals(uri.getScheme())
            && uri.getHost() != null
            && HOSTS.contains(uri.getHost())
            && uri.getPort() == -1;
    return (ofDiscord || isOfLocalDiscord(uri)) && uri.getUserInfo() == null;
  }

  private boolean isOfLocalDiscord(URI uri) {
    return Set.of("127.0.0.1", "localhost").contains(String.valueOf(discord.getHost()))
        && discord.getScheme().equals(uri.getScheme())
        && discord.getHost().equals(uri.getHost())
        && discord.getPort() == uri.getPort();
  }

  private static FileDownloadException failed(String reason) {
    return new FileDownloadException(reason);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
