package dcm.http.api;

import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One page of a list, and the way to the next.
 *
 * @param list route and filter as text: what a cursor is bound to
 */
record Pagination(GuildRequest request, String list, int limit) {

  long position(long start) {
    return Cursor.read(
        Optional.ofNullable(request.query().get("cursor")), request.guild(), list, start);
  }

  /** Adds {@code Link: <…>; rel="next"} when there is more. */
  HttpResponse link(HttpResponse response, boolean hasMore, long next) {
    if (!hasMore) {
      return response;
    }
    var values = new TreeMap<>(request.query().values());
    values.put("cursor", Cursor.write(request.guild(), list, next));
    var query = new StringBuilder();
    values.forEach((name, value) ->
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)));
    return response.addHeader(
        Responses.header("Link", "<" + request.apiRequest().path() + query + ">; rel=\"next\""));
  }
}
