package dcm.http.web;

import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /openapi.yaml}, and a page that shows it with Swagger UI. */
public final class DocsRoutes {
  private static final String SWAGGER_UI_FOLDER = "META-INF/resources/webjars/swagger-ui-dist/";

  /**
   * Inline styles are allowed, because Swagger UI sets them; scripts are files of this server only.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  private final StaticResources resources;
  private final String version;

  public DocsRoutes(StaticResources resources) {
    this.resources = resources;
    this.version = version();
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.staticContent("/openapi.yaml", request -> file(request, "", "openapi.yaml")),
        Endpoint.staticContent("/docs", this::page),
        Endpoint.staticContent(
            "/docs/{file}", request -> file(request, "docs/", request.variable("file"))),
        Endpoint.staticContent(
            "/docs/ui/{file}",
            request -> file(request, SWAGGER_UI_FOLDER + version + "/", request.variable("file"))));
  }

  private CompletionStage<HttpResponse> page(ApiRequest request) {
    return file(request, "docs/", "index.html")
        .thenApply(
            r -> r.addHeader(Responses.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)));
  }

  private CompletionStage<HttpResponse> file(ApiRequest request, String folder, String name) {
    return Responses.completed(
        resources
            .find(folder, name)
            .map(file -> StaticResources.respond(request, file, "no-cache"))
            .orElseThrow(() -> Problems.notFound("There is no such file.").asException()));
  }

  /** The version of Swagger UI on the class path, so that only the build states it. */
  private static String version() {
    var properties = new Properties();
    try (var in =
        DocsRoutes.class
            .getClassLoader()
            .getResourceAsStream("META-INF/maven/org.webjars.npm/swagger-ui-dist/pom.properties")) {
      if (in == null) {
        throw new IllegalStateException("Swagger UI is not on the classpath");
      }
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the version of Swagger UI", e);
    }
  }
}
