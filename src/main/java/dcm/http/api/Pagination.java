package dcm.http.api;

import dcm.guild.value.GuildId;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problem;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One page of a list and the link to the next.
 *
 * @param list the route and its filter as text, which a cursor is bound to
 */
public record Pagination(GuildRequest request, String list, int limit) {

  long position(long start) {
    return Cursor.read(
        Optional.ofNullable(request.query().get("cursor")), request.guild(), list, start);
  }

  /** Adds {@code Link: <…>; rel="next"} when there are more items. */
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
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return response.addHeader(
        Responses.header("Link", "<" + request.apiRequest().path() + query + ">; rel=\"next\""));
  }

  /**
   * The position at which a list continues, with a checksum of guild, list and position. A cursor
   * of another guild or filter is rejected. It needs no signature: a forged one leads only to
   * another position in a list that the caller may read anyway.
   */
  public static final class Cursor {
    private static final int SIZE_BYTES = Long.BYTES + Integer.BYTES;

    private Cursor() {}

    /**
     * Encodes a position.
     *
     * @param list the route and its filter as text
     * @param position an offset or a revision
     */
    public static String write(GuildId guild, String list, long position) {
      var bytes =
          ByteBuffer.allocate(SIZE_BYTES)
              .putLong(position)
              .putInt(checksum(guild, list, position))
              .array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Decodes a cursor.
     *
     * @param start the position without a cursor
     * @throws ProblemException 400 when it is malformed or belongs to another list
     */
    public static long read(Optional<String> cursor, GuildId guild, String list, long start) {
      if (cursor.isEmpty()) {
        return start;
      }
      try {
        var bytes = Base64.getUrlDecoder().decode(cursor.get());
        if (bytes.length == SIZE_BYTES) {
          var buffer = ByteBuffer.wrap(bytes);
          long position = buffer.getLong();
          if (position >= 0 && buffer.getInt() == checksum(guild, list, position)) {
            return position;
          }
        }
      } catch (IllegalArgumentException notBase64) {
        throw invalidCursor().asException();
      }
      throw invalidCursor().asException();
    }

    private static Problem invalidCursor() {
      return Problems.badParameter(
          "cursor",
          "does not belong to this list: take it from the Link header and keep the filter.");
    }

    private static int checksum(GuildId guild, String list, long position) {
      var crc = new CRC32();
      crc.update((guild + "\n" + list + "\n" + position).getBytes(StandardCharsets.UTF_8));
      return (int) crc.getValue();
    }
  }
}
