package dcm.http;

import dcm.guild.GuildId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Where a list goes on. It holds a place and a mark of the guild and the filter it belongs to, and
 * nothing of what is in the list: one made for another guild or filter is refused, and one made up
 * leads at most to another place in a list that the caller may see anyway. So it needs no key.
 */
final class Cursor {
  private static final int SIZE = Long.BYTES + Integer.BYTES;

  private Cursor() {}

  /**
   * @param place an offset or a revision
   * @param list what list it is: route and filter as text
   */
  static String write(GuildId guild, String list, long place) {
    var bytes = ByteBuffer.allocate(SIZE).putLong(place).putInt(mark(guild, list, place)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @param start where a list begins without a cursor
   * @throws Rejected 400 when it is none, or another list's
   */
  static long read(Optional<String> cursor, GuildId guild, String list, long start) {
    if (cursor.isEmpty()) {
      return start;
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(cursor.get());
      if (bytes.length == SIZE) {
        var buffer = ByteBuffer.wrap(bytes);
        long place = buffer.getLong();
        if (place >= 0 && buffer.getInt() == mark(guild, list, place)) {
          return place;
        }
      }
    } catch (IllegalArgumentException notBase64) {
      throw foreign().asException();
    }
    throw foreign().asException();
  }

  private static Problem foreign() {
    return Problems.badParameter(
        "cursor", "is not one of this list: take it from the Link header and change no filter.");
  }

  private static int mark(GuildId guild, String list, long place) {
    var crc = new CRC32();
    crc.update(
        (guild + "\n" + list + "\n" + place).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }
}
