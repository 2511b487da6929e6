package dcm.http.pipeline;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A 429 response as a page, for browser navigation. It has both languages, because the client's
 * language is unknown, and no styles, because the policy allows none.
 */
final class TooManyRequestsPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Too fast · Te snel</title>
      <h1>Too fast</h1>
      <p>More requests come from your address than we answer. Wait {seconds} seconds, then load this page again.</p>
      <h1 lang="nl">Te snel</h1>
      <p lang="nl">Van uw adres komen meer verzoeken dan we beantwoorden. Wacht {seconds} seconden en laad deze pagina dan opnieuw.</p>
      </html>
      """;

  private TooManyRequestsPage() {}

  /** Replaces a 429 problem by the page when the client prefers HTML. */
  static HttpResponse replaceIfHtmlPreferred(HttpResponse problem, HttpRequest request) {
    if (problem.status().intValue() != 429
        || !ContentNegotiation.prefersHtml(ApiRequest.header(request, "Accept"))) {
      return problem;
    }
    var seconds = problem.getHeader("Retry-After").map(header -> header.value()).orElse("60");
    return problem.withEntity(
        HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, PAGE.replace("{seconds}", seconds)));
  }
}
