package dcm.sandbox.oauth;

import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;

/** The OAuth2 consent page, on which a visitor selects the user to log in as. */
final class ConsentPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
      body{margin:0;min-height:100vh;display:grid;place-items:center;
        background:light-dark(#eef0f4,#1b1c21);color:light-dark(#22242a,#e8e9ec)}
      main{background:light-dark(#fff,#26272d);border-radius:14px;padding:2rem;margin:1rem;
        width:min(26rem,calc(100vw - 6rem));box-shadow:0 8px 30px rgb(0 0 0/.15)}
      h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:.4rem 0;overflow-wrap:anywhere}
      a{display:flex;gap:.75rem;align-items:center;padding:.6rem .8rem;margin:.4rem 0;color:inherit;
        border:1px solid light-dark(#d9dce3,#3a3c44);border-radius:9px;text-decoration:none}
      a:hover,a:focus-visible{border-color:#5865f2;outline:2px solid #5865f2}
      b{display:grid;place-items:center;width:2rem;height:2rem;border-radius:50%;color:#fff;
        background:#5865f2;flex:none}
      small{opacity:.75;display:block}.no{border:0;justify-content:center;opacity:.8}
      """;

  private ConsentPage() {}

  static SandboxResponse userSelection(
      GuildStore guildStore, List<String> scopes, Map<String, String> query) {
    String links =
        guildStore
            .users()
            .map(user -> link(user, guildStore, query))
            .collect(Collectors.joining("\n"));
    return html(
        200,
        "Log in",
        "<h1>Choose an account</h1><p>DCM requests access to: "
            + escapeHtml(String.join(", ", scopes))
            + "</p>"
            + links
            + "<a class=no href=\"?%s\">Cancel</a>"
                .formatted(escapeHtml(queryWithUser(query, ""))));
  }

  private static String link(User user, GuildStore guildStore, Map<String, String> query) {
    String guilds =
        guildStore.guildsOf(user.id()).map(SandboxGuild::name).collect(Collectors.joining(", "));
    return "<a href=\"?%s\"><b>%s</b><span>%s<small>%s</small></span></a>"
        .formatted(
            escapeHtml(queryWithUser(query, user.id())),
            escapeHtml(user.name().substring(0, user.name().offsetByCodePoints(0, 1))),
            escapeHtml(user.name()),
            escapeHtml(guilds));
  }

  private static String queryWithUser(Map<String, String> query, String user) {
    Map<String, String> parameters = new TreeMap<>(query);
    parameters.put("sandbox_user", user);
    return parameters.entrySet().stream()
        .map(e ->
            URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  static SandboxResponse error(String title, String detail) {
    return html(
        400, title, "<h1>%s</h1><p>%s</p>".formatted(escapeHtml(title), escapeHtml(detail)));
  }

  private static SandboxResponse html(int status, String title, String body) {
    String page =
        """
        <!doctype html><html lang=en><meta charset=utf-8>
        <meta name=viewport content="width=device-width,initial-scale=1">
        <title>%s · local Discord</title><style>%s</style><main>%s</main></html>
        """
            .formatted(escapeHtml(title), STYLE, body);
    return SandboxResponse.page(
            status, ContentTypes.TEXT_HTML_UTF8, page.getBytes(StandardCharsets.UTF_8))
        .withHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .withHeader("Referrer-Policy", "no-referrer")
        .withHeader("X-Frame-Options", "DENY");
  }

  static String escapeHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
