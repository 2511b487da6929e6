package dcm.http;

import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One page of a list, and the way to the next.
 *
 * @param list route and filter as text: what a cursor is bound to
 */
record Page(GuildKnock knock, String list, int limit) {

  long place(long start) {
    return Cursor.read(
        Optional.ofNullable(knock.query().get("cursor")), knock.guild(), list, start);
  }

  /** Adds {@code Link: <…>; rel="next"} when there is more. */
  HttpResponse link(HttpResponse response, boolean more, long next) {
    if (!more) {
      return response;
    }
    var values = new TreeMap<>(knock.query().values());
    values.put("cursor", Cursor.write(knock.guild(), list, next));
    var query = new StringBuilder();
    values.forEach((name, value) ->
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)));
    return response.addHeader(
        Replies.header("Link", "<" + knock.knock().path() + query + ">; rel=\"next\""));
  }
}
