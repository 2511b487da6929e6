package dcm.http.web;

import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.CompressibleContent;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /guide}: the guide for members and administrators, in the language of {@code lang} or of
 * the browser, and its pictures. The Markdown is rendered at its first request.
 */
public final class GuideRoutes {
  /** On the class path: a copy of the guides in {@code docs}, made by the build. */
  private static final String FOLDER = "guide/";

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private final StaticResources resources;
  private final Map<GuideLanguage, CompressibleContent> pages = new ConcurrentHashMap<>();

  public GuideRoutes(StaticResources resources) {
    this.resources = resources;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.staticContent("/guide", this::page, "lang"),
        Endpoint.staticContent("/guide/img/{file}", this::picture));
  }

  private CompletionStage<HttpResponse> page(ApiRequest request) {
    var chosen = request.query().oneOf("lang", GuideLanguage.class);
    var language =
        chosen == null
            ? GuideLanguage.preferred(request.header("Accept-Language").orElse(null))
            : chosen;
    var page = pages.computeIfAbsent(language, GuideRoutes::render);
    return Responses.completed(
        StaticResources.respond(request, page, "no-cache")
            .addHeader(Responses.header("Content-Security-Policy", CONTENT_SECURITY_POLICY))
            .addHeader(Responses.header("Content-Language", language.tag()))
            .addHeader(Responses.header("Vary", "Accept-Language")));
  }

  private CompletionStage<HttpResponse> picture(ApiRequest request) {
    return Responses.completed(
        resources
            .find(FOLDER + "img/", request.variable("file"))
            .map(file -> StaticResources.respond(request, file, "no-cache"))
            .orElseThrow(() -> Problems.notFound("There is no such file.").asException()));
  }

  private static CompressibleContent render(GuideLanguage language) {
    var html = GuidePage.render(read(FOLDER + language.document), language);
    return StaticResources.content(
        "text/html; charset=UTF-8", html.getBytes(StandardCharsets.UTF_8), true);
  }

  private static String read(String path) {
    try (var in = GuideRoutes.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the guide is not on the class path: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read class-path resource: " + path, e);
    }
  }
}
