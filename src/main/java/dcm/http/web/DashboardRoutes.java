package dcm.http.web;

import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The dashboard: {@code index.html} for all its URLs, its files under {@code /web/} and those of
 * its libraries under {@code /webjars/}.
 */
public final class DashboardRoutes {
  static final String WEB_FOLDER = "web/";
  private static final String WEBJARS_FOLDER = "META-INF/resources/webjars/";

  /** Revalidated each time: files of different versions must not be mixed. */
  private static final String REVALIDATE = "no-cache";

  /** For libraries, whose version is in the path. */
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script(?![^>]*\\bsrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

  private final StaticResources resources;
  private final String policy;

  public DashboardRoutes(StaticResources resources) {
    this.resources = resources;
    this.policy = policy(resources);
  }

  /** The content security policy; it allows inline scripts (the import map) by their hash. */
  private static String policy(StaticResources resources) {
    var hashes =
        resources
            .find(WEB_FOLDER, "index.html")
            .map(file ->
                INLINE_SCRIPT
                    .matcher(file.bytes().utf8String())
                    .results()
                    .map(script -> " " + StaticResources.cspHash(script.group(1)))
                    .collect(Collectors.joining()))
            .orElse("");
    return "default-src 'none'; script-src 'self'"
        + hashes
        + "; style-src 'self'; img-src 'self' data: https://cdn.discordapp.com; font-src 'self';"
        + " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
        + " base-uri 'none'; frame-ancestors 'none'";
  }

  public List<Endpoint> endpoints() {
    return List.of(
        // the query belongs to the page's script
        Endpoint.staticContent("/", this::index, Endpoint.ANY),
        Endpoint.staticContent("/g/**", this::index, Endpoint.ANY),
        Endpoint.staticContent(
            "/web/**", request -> file(request, WEB_FOLDER, request.variable("**"), REVALIDATE)),
        Endpoint.staticContent(
            "/webjars/**",
            request -> file(request, WEBJARS_FOLDER, request.variable("**"), IMMUTABLE)));
  }

  private CompletionStage<HttpResponse> index(ApiRequest request) {
    return file(request, WEB_FOLDER, "index.html", REVALIDATE)
        .thenApply(
            response -> response.addHeader(Responses.header("Content-Security-Policy", policy)));
  }

  private CompletionStage<HttpResponse> file(
      ApiRequest request, String folder, String name, String cacheControl) {
    return Responses.completed(
        resources
            .find(folder, name)
            .map(file -> StaticResources.respond(request, file, cacheControl))
            .orElseThrow(() -> Problems.notFound("There is no such file.").asException()));
  }
}
