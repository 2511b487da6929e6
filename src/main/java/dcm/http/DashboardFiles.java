package dcm.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The dashboard: {@code index.html} for every address of it, its own files under {@code /web/} and
 * those of its libraries under {@code /webjars/}.
 */
final class DashboardFiles {
  static final String WEB = "web/";
  private static final String WEBJARS = "META-INF/resources/webjars/";

  /** To be asked for each time: a new version must not meet old files. */
  private static final String ASK = "no-cache";

  /** Its version is in its path. */
  private static final String KEEP = "public, max-age=31536000, immutable";

  private static final Pattern INLINE =
      Pattern.compile("<script(?![^>]*\\bsrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

  private final Resources resources;
  private final String policy;

  DashboardFiles(Resources resources) {
    this.resources = resources;
    this.policy = policy(resources);
  }

  /** Inline scripts (the import map) are allowed by the hash of what they say now. */
  private static String policy(Resources resources) {
    var hashes =
        resources
            .find(WEB, "index.html")
            .map(file ->
                INLINE
                    .matcher(file.bytes().utf8String())
                    .results()
                    .map(script -> " " + Resources.cspHash(script.group(1)))
                    .collect(Collectors.joining()))
            .orElse("");
    return "default-src 'none'; script-src 'self'"
        + hashes
        + "; style-src 'self'; img-src 'self' data: https://cdn.discordapp.com; font-src 'self';"
        + " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
        + " base-uri 'none'; frame-ancestors 'none'";
  }

  List<Endpoint> endpoints() {
    return List.of(
        // what stands in the query is the page's own affair
        Endpoint.staticContent("/", this::index, Endpoint.ANY),
        Endpoint.staticContent("/g/**", this::index, Endpoint.ANY),
        Endpoint.staticContent("/web/**", knock -> file(knock, WEB, knock.variable("**"), ASK)),
        Endpoint.staticContent(
            "/webjars/**", knock -> file(knock, WEBJARS, knock.variable("**"), KEEP)));
  }

  private CompletionStage<HttpResponse> index(Knock knock) {
    return file(knock, WEB, "index.html", ASK)
        .thenApply(
            response -> response.addHeader(Replies.header("Content-Security-Policy", policy)));
  }

  private CompletionStage<HttpResponse> file(
      Knock knock, String folder, String name, String cacheControl) {
    return Replies.now(
        resources
            .find(folder, name)
            .map(file -> Resources.answer(knock, file, cacheControl))
            .orElseThrow(() -> Problems.notFound("There is no such file.").asException()));
  }
}
