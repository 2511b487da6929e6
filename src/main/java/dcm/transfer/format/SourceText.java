package dcm.transfer.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The text of a file. */
final class SourceText {
  private static final String BOM = "\uFEFF";

  private SourceText() {}

  /**
   * Decodes UTF-8, with or without a byte order mark.
   *
   * @throws UnreadableFileException with the line of the first byte that is not UTF-8
   */
  static String decode(byte[] bytes) throws UnreadableFileException {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF))) {
      throw new UnreadableFileException(
          "not-utf8", 1, "The file is UTF-16; save it as UTF-8 and import it again.");
    }
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(input, output, true);
    output.flip();
    if (result.isError()) {
      int line = 1 + lineBreaks(output);
      throw new UnreadableFileException(
          "not-utf8",
          line,
          "Line "
              + line
              + " is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8 and import it"
              + " again.");
    }
    String text = output.toString();
    return text.startsWith(BOM) ? text.substring(1) : text;
  }

  private static int lineBreaks(CharSequence text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean afterReturn = i > 0 && text.charAt(i - 1) == '\r';
      if (c == '\r' || (c == '\n' && !afterReturn)) {
        count++;
      }
    }
    return count;
  }
}
