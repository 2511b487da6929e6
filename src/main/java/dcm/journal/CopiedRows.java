package dcm.journal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Looks at rows in the text format of COPY as they pass: counts them, sums them up, and sees whose
 * they are. In that format a tab or an end of line in a value is written otherwise, so that these
 * bytes only ever separate (PostgreSQL documentation, COPY, "Text Format").
 */
final class CopiedRows extends FilterOutputStream {
  private final MessageDigest digest = sha256();
  private final byte[][] wanted;
  private final int numbered;
  private final byte[] value = new byte[64];
  private int length;
  private int column;
  private long rows;
  private long highest;
  private boolean foreign;

  /**
   * @param table as the manifest calls it; its columns say whose a row is
   */
  CopiedRows(OutputStream to, String table, List<String> columns, SchemaName guild) {
    super(to);
    this.wanted = new byte[columns.size()][];
    for (var i = 0; i < wanted.length; i++) {
      wanted[i] =
          switch (columns.get(i)) {
            case "persistence_id" -> bytes(GuildPersistenceId.of(guild.snowflake()));
            case "guild_id" -> bytes(Long.toString(guild.snowflake()));
            case "discord_id" -> bytes(Long.toString(guild.snowflake()));
            default -> new byte[0];
          };
    }
    this.numbered = table.equals("event_journal") ? columns.indexOf("sequence_number") : -1;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    digest.update(bytes, from, count);
    for (var i = from; i < from + count; i++) {
      switch (bytes[i]) {
        case '\t' -> endValue();
        case '\n' -> {
          endValue();
          foreign |= column != wanted.length;
          column = 0;
          rows++;
        }
        default -> {
          if (length < value.length) {
            value[length] = bytes[i];
          }
          length++;
        }
      }
    }
  }

  private void endValue() {
    if (column < wanted.length) {
      var known = Math.min(length, value.length);
      foreign |=
          wanted[column].length > 0
              && !Arrays.equals(wanted[column], 0, wanted[column].length, value, 0, known);
      if (column == numbered) {
        highest = Math.max(highest, number(known));
      }
    }
    column++;
    length = 0;
  }

  private long number(int known) {
    try {
      return Long.parseLong(new String(value, 0, known, StandardCharsets.US_ASCII));
    } catch (NumberFormatException none) {
      foreign = true;
      return 0;
    }
  }

  long rows() {
    return rows;
  }

  /** The highest sequence number of a journal; 0 without one. */
  long highest() {
    return highest;
  }

  /** Whether a row was another guild's, or had not the columns that it should. */
  boolean foreign() {
    return foreign || column != 0 || length != 0;
  }

  /** In hexadecimal; ends the counting. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java has SHA-256", never);
    }
  }
}
