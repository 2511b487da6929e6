package dcm.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /openapi.yaml}, and a page that shows it. */
final class DocsRoutes {
  private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui-dist/";

  /** Swagger UI sets styles on its elements; scripts are ours and its own files only. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  private final Resources resources;
  private final String version;

  DocsRoutes(Resources resources) {
    this.resources = resources;
    this.version = version();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.staticContent("/openapi.yaml", knock -> file(knock, "", "openapi.yaml")),
        Endpoint.staticContent("/docs", this::page),
        Endpoint.staticContent(
            "/docs/{file}", knock -> file(knock, "docs/", knock.variable("file"))),
        Endpoint.staticContent(
            "/docs/ui/{file}",
            knock -> file(knock, SWAGGER + version + "/", knock.variable("file"))));
  }

  private CompletionStage<HttpResponse> page(Knock knock) {
    return file(knock, "docs/", "index.html")
        .thenApply(r -> r.addHeader(Replies.header("Content-Security-Policy", POLICY)));
  }

  private CompletionStage<HttpResponse> file(Knock knock, String folder, String name) {
    return Replies.now(
        resources
            .find(folder, name)
            .map(file -> Resources.answer(knock, file, "no-cache"))
            .orElseThrow(() -> Problems.notFound("There is no such file.").asException()));
  }

  /** Of the Swagger UI that is on the classpath, so that it is said once, in the build. */
  private static String version() {
    var properties = new java.util.Properties();
    try (var in =
        DocsRoutes.class
            .getClassLoader()
            .getResourceAsStream("META-INF/maven/org.webjars.npm/swagger-ui-dist/pom.properties")) {
      if (in == null) {
        throw new IllegalStateException("Swagger UI is not on the classpath");
      }
      properties.load(in);
      return properties.getProperty("version");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("Swagger UI's version cannot be read", e);
    }
  }
}
