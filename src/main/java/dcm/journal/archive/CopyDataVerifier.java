package dcm.journal.archive;

import dcm.journal.GuildPersistenceId;
import dcm.journal.schema.SchemaName;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Verifies rows in COPY text format as they are copied: counts and digests them, and checks that
 * they belong to the guild. In this format tabs and line ends within values are escaped, so these
 * bytes are always separators (PostgreSQL documentation, COPY, "Text Format").
 */
final class CopyDataVerifier extends FilterOutputStream {
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final byte[][] expectedValues;
  private final int sequenceNrColumn;
  private final byte[] value = new byte[64];
  private int length;
  private int column;
  private long rowCount;
  private long highestSequenceNr;
  private boolean hasForeignRows;

  /**
   * @param table its name in the manifest
   */
  CopyDataVerifier(OutputStream output, String table, List<String> columns, SchemaName guild) {
    super(output);
    this.expectedValues = new byte[columns.size()][];
    for (var i = 0; i < expectedValues.length; i++) {
      expectedValues[i] =
          switch (columns.get(i)) {
            case "persistence_id" -> bytes(GuildPersistenceId.of(guild.snowflake()));
            case "guild_id" -> bytes(Long.toString(guild.snowflake()));
            case "discord_id" -> bytes(Long.toString(guild.snowflake()));
            default -> new byte[0];
          };
    }
    this.sequenceNrColumn = table.equals("event_journal") ? columns.indexOf("sequence_number") : -1;
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
          hasForeignRows |= column != expectedValues.length;
          column = 0;
          rowCount++;
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
    if (column < expectedValues.length) {
      var storedLength = Math.min(length, value.length);
      hasForeignRows |=
          expectedValues[column].length > 0
              && !Arrays.equals(
                  expectedValues[column], 0, expectedValues[column].length, value, 0, storedLength);
      if (column == sequenceNrColumn) {
        highestSequenceNr = Math.max(highestSequenceNr, parseSequenceNr(storedLength));
      }
    }
    column++;
    length = 0;
  }

  private long parseSequenceNr(int storedLength) {
    try {
      return Long.parseLong(new String(value, 0, storedLength, StandardCharsets.US_ASCII));
    } catch (NumberFormatException notANumber) {
      hasForeignRows = true;
      return 0;
    }
  }

  long rowCount() {
    return rowCount;
  }

  /** The highest sequence number of a journal; 0 without one. */
  long highestSequenceNr() {
    return highestSequenceNr;
  }

  /** Whether a row belongs to another guild or has a wrong number of columns. */
  boolean hasForeignRows() {
    return hasForeignRows || column != 0 || length != 0;
  }

  /** SHA-256 of the data, in hexadecimal; call it once, after the last row. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
